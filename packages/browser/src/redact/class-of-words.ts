import type { FieldClass } from "@wayseal/protocol";
import { NEVER_WORDS } from "./never.js";

/**
 * A class; its words, plain as `classOfWords` makes a text, a space being an edge of a word; how vague they are, 0 to 2: words that stand in
 * other fields' names too tell less than any others, and -1 tells a `never` class, whatever else is there; and 1 where it is
 * typed and never chosen from a list.
 */
export type WordEntry = readonly [FieldClass, readonly string[], number, number];
/** Most telling first. */
export type WordTable = readonly WordEntry[];
/** What words tell. */
export type Told = readonly [FieldClass, unknown?, number?, number?];

const never = Object.entries(NEVER_WORDS) as [FieldClass, RegExp][];
/** The chunk's words, once they are here. */
let learned: WordTable | undefined;

/** Takes the chunk's words, for all clients of the page. */
export function learnWords(table: WordTable): void {
  learned = table;
}

/** @returns Whether the chunk's words are here. Before, only `never` classes are known by their words, and not all. */
export function knowsAllWords(): boolean {
  return !!learned;
}

/**
 * @returns The class whose words are in the text: a `never` class before all others, else the least vague, else what is
 * said last, since names end in what they mean: `cardHolderCity` is a city.
 */
export function classOfWords(text: string, refused = never): Told | undefined {
  const plain = ` ${text.slice(0, 300)} `
    // An example to follow.
    .replace(/\S+@\S+/g, " email ")
    // camelCase and letters before digits are words apart
    .replace(/(\p{Ll})(?=\p{Lu})|(\p{L})(?=\d)/gu, "$& ")
    // without accents and other marks
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}#]+/gu, " ");
  let best: Told | undefined = refused.find(([, pattern]) => pattern.test(plain));
  let most = best ? 9e3 : -9e3;
  for (const entry of learned ?? []) {
    for (const stem of entry[1]) {
      const at = plain.lastIndexOf(stem);
      const tells = at + stem.length - 1e3 * entry[2];
      if (at >= 0 && tells > most) {
        most = tells;
        best = entry;
      }
    }
  }
  return best;
}
