import type { LoadChunk } from "../chunks.js";
import type { Report } from "../guard.js";
import { once } from "../once.js";
import { learnWords } from "./class-of-words.js";

/** @returns Loads the words that tell classes, once; again where they could not be had. Never rejects. */
export function wordsSource(loadChunk: LoadChunk, report: Report): () => Promise<void> {
  const load = once(() => loadChunk("words").then(({ WORDS }) => learnWords(WORDS)));
  return () => load().catch(report);
}
