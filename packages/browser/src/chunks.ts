import type { Options } from "./options.js";
import type { WordTable } from "./redact/class-of-words.js";
import type { Primitives } from "./seal/primitives.js";

/** What is loaded only by pages that need it, by the name of its file. */
export interface Chunks {
  readonly x25519: { readonly primitives: Primitives };
  /** The rest of the SDK, which takes its place by itself. */
  readonly rest: unknown;
  /** What shows a signed-in user of the console what would be captured. */
  readonly preview: { readonly showPreview: (options: Options, signal: AbortSignal) => Promise<void> };
  readonly words: { readonly WORDS: WordTable };
}

/** Loads a chunk: from the package, or from beside the script. Rejects where it cannot be had. */
export type LoadChunk = <K extends keyof Chunks>(name: K) => Promise<Chunks[K]>;
