/** What was typed and may not leave the page. */
interface Typed {
  /** Of a `never` class. */
  readonly never: boolean;
  /** All of it, and those of its words that tell it. */
  readonly words: readonly string[];
  /** Letters of which one stands in every text that repeats it. */
  readonly signs: readonly string[];
}

/** What was typed on this page, by its letters. */
const typed = new Map<string, Typed>();
/** How many texts are remembered, the newest. */
const LIMIT = 64;
/** UTF-16 units of one in which words are looked for. */
const LONGEST = 2000;
/** UTF-16 units of one that are looked for as a whole. */
const WHOLE = 200;
/** So many letters or digits say what they are part of. */
const TELLING = 4;
/** In so few words people write who they are and where they live, and pages take them apart. */
const FEW = 6;
/** A word so long is rare, and may be told by itself. */
const RARE = 8;
/** What a page may put between the letters: spaces, signs, accents. */
const GAP = "[^\\p{L}\\p{N}]*";

/** Han and kana: no spaces stand between words, and two letters tell a name. */
const OPEN = /[\u2e80-\u9fff]/;

/**
 * Remembers, in this page's memory only, what a visitor typed, so that it can be cut out of titles, labels and addresses
 * that repeat it, or its beginning, one word of a few, or a rare word of many. Words of two or three letters tell a name
 * where all of a few begin with capitals, in a field for one or of which nothing says what it is.
 */
export function rememberTyped(value: string, never: boolean, name = "unknown"): void {
  const words = wordsOf(value.slice(0, LONGEST));
  const text = words.join("").slice(0, WHOLE);
  const isOpen = OPEN.test(text);
  // Not "de" and "la", which are in names too, and in every title.
  const isName = /name|holder|unknown/.test(name) && !/(^|\P{L})\p{Ll}|\d/u.test(value);
  const shortest = isName || isOpen ? 2 : TELLING;
  if (text.length < Math.min(3, shortest)) return;
  const told = [text, ...words.filter((word) => word.length >= (words.length < FEW ? shortest : RARE))];
  // The surname, or the other.
  if (isOpen && text.length <= TELLING) told.push(text.slice(0, 2), text.slice(-2));
  // "The card that ends in 1234".
  if (never) told.push(text.slice(-TELLING));
  const signs = told.map((word) => fold([...word].slice(0, TELLING).join("")));
  typed.delete(text);
  typed.set(text, { never, words: told, signs });
  if (typed.size > LIMIT) typed.delete([...typed.keys()][0] as string);
}

/**
 * @param whole Leave parts of it: a page's own names are words that people type, too.
 * @returns The text without what was typed; where `neverOnly`, without what is of a `never` class.
 */
export function cutTyped(text: string, neverOnly = false, whole = false): string {
  const plain = text.normalize("NFKD");
  let cut = plain;
  const letters = typed.size ? fold(text) : "";
  for (const [all, { never, words, signs }] of typed) {
    // A pattern of so many letters takes a browser milliseconds, and nearly no text repeats what was typed.
    if ((neverOnly && !never) || !signs.some((sign) => letters.includes(sign))) continue;
    const parts = whole ? [[...all].join(GAP)] : words.map(beginningOf);
    cut = cut.replace(anyOf(parts), "$1[typed]");
  }
  return cut === plain ? text : cut.normalize("NFC");
}

/** @returns Whether a value is or holds what was typed where a `never` class was. */
export function repeatsNever(value: string): boolean {
  const text = wordsOf(value).join("");
  return [...typed].some(
    ([other, { never }]) => never && (other === text || (other.length > TELLING + 1 && text.includes(other))),
  );
}

/** Forgets all of it. */
export function forgetTyped(): void {
  typed.clear();
}

/** @returns The letters and digits of a text, the same wherever a pattern without regard to case finds one text in another. */
function fold(text: string): string {
  return wordsOf(text).join("").toUpperCase();
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/\p{M}/gu, "")
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

function anyOf(patterns: readonly string[]): RegExp {
  const any = patterns.join("|");
  return new RegExp(OPEN.test(any) ? `()(?:${any})` : `(^|[^\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, "giu");
}

/** A pattern of a word, or of its beginning: pages search at each key. */
function beginningOf(word: string): string {
  return [...word].reduceRight(
    (rest, letter, at) =>
      at < TELLING ? letter + (rest && (at < TELLING - 1 ? GAP : "")) + rest : `(?:${GAP}${letter}${rest})?`,
    "",
  );
}
