import { createHmac } from "node:crypto";

/** Bytes of an HMAC-SHA-256, RFC 9180's Nh. */
export const HASH_BYTES = 32;
/** An empty salt stands for a block of zeros (RFC 5869 §2.2), and HMAC pads its key with zeros anyway. */
const EMPTY = Buffer.alloc(0);

/** RFC 5869 §2.2, HKDF-Extract with SHA-256. */
export function extract(salt: Uint8Array | null, ikm: Uint8Array): Buffer {
  return createHmac("sha256", salt ?? EMPTY)
    .update(ikm)
    .digest();
}

/** RFC 5869 §2.3, HKDF-Expand with SHA-256. @throws {RangeError} Over 255 blocks. */
export function expand(prk: Uint8Array, info: Uint8Array, length: number): Buffer {
  if (length > 255 * HASH_BYTES) throw new RangeError("HKDF gives at most 255 blocks");
  let block = EMPTY;
  const blocks: Buffer[] = [];
  for (let i = 1; (i - 1) * HASH_BYTES < length; i++) {
    const counted = Buffer.concat([block, info, Buffer.of(i)]);
    blocks.push((block = createHmac("sha256", prk).update(counted).digest()));
  }
  return (blocks.length === 1 ? block : Buffer.concat(blocks)).subarray(0, length);
}
