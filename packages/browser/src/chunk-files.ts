/** A chunk's name beside the script, and its hash as `integrity` takes it. */
export type ChunkFile = readonly [file: string, integrity: string];

/**
 * The chunks beside the script-tag file. The build writes them in: a pinned script runs no chunk but the one that it was
 * built with.
 */
export const CHUNK_FILES: { readonly [name in "rest" | "x25519" | "preview"]: ChunkFile } = {
  rest: ["", ""],
  x25519: ["", ""],
  preview: ["", ""],
};
