import type { FieldClass } from "@wayseal/protocol";
import { NEVER_WORDS } from "./never.js";

/**
 * A class; its words between bars, a space in one being an edge of a word; how vague they are, 0 to 2: words that stand in
 * other fields' names too tell less than any others; and 1 where it is typed and never chosen from a list.
 */
export type WordEntry = readonly [FieldClass, string, number?, number?];
/** Most telling first. */
export type WordTable = readonly WordEntry[];
/** What words tell. */
export type Told = readonly [FieldClass, unknown?, number?, number?];

const never = Object.entries(NEVER_WORDS) as [FieldClass, RegExp][];
/** The chunk's words, once they are here. */
let learned: readonly (readonly [FieldClass, readonly string[], number?, number?])[] | undefined;

/** Takes the chunk's words, for all clients of the page. */
export function learnWords(table: WordTable): void {
  learned = table.map(([name, words, ...rest]) => [name, fold(words).split("|"), ...rest]);
}

/** @returns Whether the chunk's words are here. Before, only `never` classes are known by their words, and not all. */
export function knowsAllWords(): boolean {
  return !!learned;
}

/** @returns The first class whose words are in the text. */
export function classOfWords(text: string): Told | undefined {
  const words = fold(
    text
      .slice(0, 300)
      // camelCase and letters before digits are words apart
      .replace(/(\p{Ll})(?=\p{Lu})|(\p{L})(?=\d)/gu, "$& "),
  );
  const plain = ` ${words.replace(/[^\p{L}\p{N}#]+/gu, " ").trim()} `;
  return (
    never.find(([, pattern]) => pattern.test(plain)) ??
    learned?.find(([, stems]) => stems.some((stem) => plain.includes(stem)))
  );
}

/** Lower case, without accents and other marks. */
function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
