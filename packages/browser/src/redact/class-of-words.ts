import type { FieldClass } from "@wayseal/protocol";
import { NEVER_WORDS } from "./never.js";

/** Classes and their words, most telling first. Words stand between bars; a space in one is an edge of a word. */
export type WordTable = readonly (readonly [FieldClass, string])[];

const never = Object.entries(NEVER_WORDS) as [FieldClass, RegExp][];
/** The chunk's words, once they are here. */
let learned: readonly (readonly [FieldClass, readonly string[]])[] | undefined;

/** Takes the chunk's words, for all clients of the page. */
export function learnWords(table: WordTable): void {
  learned = table.map(([name, words]) => [name, fold(words).split("|")]);
}

/** @returns Whether the chunk's words are here. Before, only `never` classes are known by their words, and not all. */
export function knowsAllWords(): boolean {
  return !!learned;
}

/** @returns The first class whose words are in the text, or null. */
export function classOfWords(text: string): FieldClass | null {
  const words = fold(
    text
      .slice(0, 300)
      // camelCase and letters before digits are words apart
      .replace(/(\p{Ll})(?=\p{Lu})|(\p{L})(?=\d)/gu, "$& "),
  );
  const plain = ` ${words.replace(/[^\p{L}\p{N}#]+/gu, " ").trim()} `;
  const found =
    never.find(([, pattern]) => pattern.test(plain)) ??
    learned?.find(([, stems]) => stems.some((stem) => plain.includes(stem)));
  return found ? found[0] : null;
}

/** Lower case, without accents and other marks. */
function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
