/** What was typed on this page and may not leave it, by the text: its pattern, and whether it is of a `never` class. */
const typed = new Map<string, readonly [RegExp, boolean]>();
/** How many texts are remembered, the newest. */
const LIMIT = 64;
/** UTF-16 units of one. */
const LONGEST = 200;

/**
 * Remembers, in this page's memory only, what a visitor typed, so that it can be cut out of titles, labels and addresses
 * that repeat it. Fewer than three letters or digits say nothing and are everywhere.
 */
export function rememberTyped(value: string, never: boolean): void {
  const words =
    value
      .normalize("NFKC")
      .slice(0, LONGEST)
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  if (words.join("").length < 3) return;
  const text = words.join(" ");
  // A page may write it with other signs between the words: `anna-kanarek` in an address.
  const pattern = new RegExp(`(^|[^\\p{L}\\p{N}])${words.join("[^\\p{L}\\p{N}]*")}(?![\\p{L}\\p{N}])`, "giu");
  typed.delete(text);
  typed.set(text, [pattern, never]);
  if (typed.size > LIMIT) typed.delete([...typed.keys()][0] as string);
}

/** @returns The text without what was typed; where `neverOnly`, without what is of a `never` class. */
export function cutTyped(text: string, neverOnly = false): string {
  for (const [pattern, never] of typed.values()) if (never || !neverOnly) text = text.replace(pattern, "$1[typed]");
  return text;
}

/** Forgets all of it. */
export function forgetTyped(): void {
  typed.clear();
}
