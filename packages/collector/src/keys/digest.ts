import { createHash, hash } from "node:crypto";

/** SHA-256 of bytes that come one after another. */
export interface Digest {
  update(bytes: Uint8Array): void;
  hex(): string;
}

export function sha256(): Digest {
  const running = createHash("sha256");
  return { update: (bytes) => void running.update(bytes), hex: () => running.digest("hex") };
}

const WRAP = (1n << 128n) - 1n;

/**
 * A digest of a set of rows in any order: the sum of their SHA-256, modulo 2¹²⁸. It tells a set with a row too many, too
 * few, twice or altered from the right one; it is no defence against who chooses the rows.
 */
export interface SetDigest {
  add(row: string | Uint8Array): void;
  remove(row: string | Uint8Array): void;
  /** Adds what another set's digest says. */
  addAll(hex: string): void;
  hex(): string;
}

export function setDigest(): SetDigest {
  let sum = 0n;
  const of = (row: string | Uint8Array) => BigInt(`0x${hash("sha256", row, "hex").slice(0, 32)}`);
  return {
    add: (row) => void (sum = (sum + of(row)) & WRAP),
    remove: (row) => void (sum = (sum - of(row)) & WRAP),
    addAll: (hex) => void (sum = (sum + BigInt(`0x${hex}`)) & WRAP),
    hex: () => sum.toString(16).padStart(32, "0"),
  };
}
