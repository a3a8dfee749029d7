import { createHash } from "node:crypto";

/** SHA-256 of bytes that come one after another. */
export interface Digest {
  update(bytes: Uint8Array): void;
  hex(): string;
}

export function sha256(): Digest {
  const hash = createHash("sha256");
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest("hex") };
}

const WRAP = (1n << 128n) - 1n;

/**
 * A digest of a set of rows in any order: the sum of their SHA-256, modulo 2¹²⁸. It tells a set with a row too many, too
 * few, twice or altered from the right one; it is no defence against who chooses the rows.
 */
export interface SetDigest {
  add(row: string): void;
  remove(row: string): void;
  hex(): string;
}

export function setDigest(): SetDigest {
  let sum = 0n;
  const of = (row: string) => BigInt(`0x${createHash("sha256").update(row).digest("hex").slice(0, 32)}`);
  return {
    add: (row) => void (sum = (sum + of(row)) & WRAP),
    remove: (row) => void (sum = (sum - of(row)) & WRAP),
    hex: () => sum.toString(16).padStart(32, "0"),
  };
}
