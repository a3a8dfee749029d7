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
/** The chunk's words by their first two letters, each with its entry and where that stands, once they are here. */
let learned: Map<string, [stem: string, entry: WordEntry, place: number][]> | undefined;
/** What was found before, by its text: a page has few names and asks for each again and again. */
const known = new Map<string, Told | undefined>();
const MOST_KNOWN = 500;

/** Takes the chunk's words, for all clients of the page. */
export function learnWords(table: WordTable): void {
  learned = new Map();
  known.clear();
  table.forEach((entry, place) => {
    for (const stem of entry[1]) {
      const begins = stem.slice(0, 2);
      const found = learned!.get(begins);
      if (found) found.push([stem, entry, place]);
      else learned!.set(begins, [[stem, entry, place]]);
    }
  });
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
  const key = text.slice(0, 300) + refused.length;
  if (!known.has(key)) {
    if (known.size > MOST_KNOWN) known.clear();
    known.set(key, search(text, refused));
  }
  return known.get(key);
}

function search(text: string, refused: typeof never): Told | undefined {
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
  let first = 0;
  for (let at = 0; learned && at < plain.length; at++) {
    // Some words of Chinese are a letter long.
    for (const length of [1, 2])
      for (const [stem, entry, place] of learned.get(plain.slice(at, at + length)) ?? []) {
        const tells = at + stem.length - 1e3 * entry[2];
        // Of two that end at one place the more telling.
        if ((tells > most || (tells === most && place < first)) && plain.startsWith(stem, at)) {
          most = tells;
          first = place;
          best = entry;
        }
      }
  }
  return best;
}
