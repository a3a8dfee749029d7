import type { LoadChunk } from "../chunks.js";
import type { Report } from "../guard.js";
import { learnWords } from "./class-of-words.js";

/** @returns Loads the words that tell classes, once; again where they could not be had. Never rejects. */
export function wordsSource(loadChunk: LoadChunk, report: Report): () => Promise<void> {
  let words: Promise<void> | undefined;
  return () =>
    (words ??= loadChunk("words")
      .then(({ WORDS }) => learnWords(WORDS))
      .catch((fault: unknown) => {
        words = undefined;
        report(fault);
      }));
}
