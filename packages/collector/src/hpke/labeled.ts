import { createHmac } from "node:crypto";

/** `suite_id` of DHKEM(X25519, HKDF-SHA256), RFC 9180 §4.1. */
export const KEM_SUITE_ID = Buffer.from("KEM\x00\x20", "latin1");
/** `suite_id` of the key schedule with HKDF-SHA256 and ChaCha20Poly1305, RFC 9180 §5.1. */
export const HPKE_SUITE_ID = Buffer.from("HPKE\x00\x20\x00\x01\x00\x03", "latin1");

const VERSION = Buffer.from("HPKE-v1", "latin1");
const LAST_BLOCK = Buffer.of(0x01);
/** HKDF's empty salt stands for a block of zeros (RFC 5869 §2.2); HMAC pads its key with them anyway. */
const EMPTY = Buffer.alloc(0);

/** RFC 9180 §4, LabeledExtract with HKDF-SHA256. */
export function labeledExtract(salt: Uint8Array | null, suiteId: Buffer, label: string, ikm: Uint8Array): Buffer {
  return createHmac("sha256", salt ?? EMPTY)
    .update(Buffer.concat([VERSION, suiteId, Buffer.from(label, "latin1"), ikm]))
    .digest();
}

/**
 * RFC 9180 §4, LabeledExpand with HKDF-SHA256. One block of HKDF-Expand is all that this suite ever needs.
 *
 * @param length At most 32 bytes.
 * @throws {RangeError}
 */
export function labeledExpand(
  prk: Uint8Array,
  suiteId: Buffer,
  label: string,
  info: Uint8Array,
  length: number,
): Buffer {
  if (length > 32) throw new RangeError("One block of HKDF-SHA256 has 32 bytes");
  const block = createHmac("sha256", prk)
    .update(Buffer.concat([Buffer.of(0, length), VERSION, suiteId, Buffer.from(label, "latin1"), info, LAST_BLOCK]))
    .digest();
  return length === 32 ? block : block.subarray(0, length);
}
