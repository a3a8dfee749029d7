import type { LoadChunk } from "../chunks.js";
import { once } from "../once.js";
import type { Primitives } from "./primitives.js";
import { webCrypto } from "./webcrypto.js";

/** @returns A function that gives WebCrypto's primitives, or those of the chunk where it has none; it may be called again after a fault. */
export function primitivesSource(subtle: SubtleCrypto | undefined, loadChunk: LoadChunk): () => Promise<Primitives> {
  return once(() =>
    webCrypto(subtle).then((native) => native ?? loadChunk("x25519").then(({ primitives: ours }) => ours)),
  );
}
