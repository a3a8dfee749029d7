import { createHash } from "node:crypto";

/** Counts and hashes bytes that pass. */
export interface ContentHash {
  add(bytes: Uint8Array): void;
  /** Once, at the end. @returns Their number and the hex of their SHA-256. */
  end(): { readonly bytes: number; readonly sha256: string };
}

export function contentHash(): ContentHash {
  const hash = createHash("sha256");
  let bytes = 0;
  return {
    add(chunk) {
      hash.update(chunk);
      bytes += chunk.byteLength;
    },
    end: () => ({ bytes, sha256: hash.digest("hex") }),
  };
}
