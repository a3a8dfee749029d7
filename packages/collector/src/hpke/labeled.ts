import { expand, extract } from "./hkdf.js";

/** `suite_id` of DHKEM(X25519, HKDF-SHA256), RFC 9180 §4.1. */
export const KEM_SUITE_ID = Buffer.from("KEM\x00\x20", "latin1");
/** `suite_id` of the key schedule with HKDF-SHA256 and ChaCha20Poly1305, RFC 9180 §5.1. */
export const HPKE_SUITE_ID = Buffer.from("HPKE\x00\x20\x00\x01\x00\x03", "latin1");

const VERSION = Buffer.from("HPKE-v1", "latin1");

/** RFC 9180 §4, LabeledExtract with HKDF-SHA256. */
export function labeledExtract(salt: Uint8Array | null, suiteId: Buffer, label: string, ikm: Uint8Array): Buffer {
  return extract(salt, Buffer.concat([VERSION, suiteId, Buffer.from(label, "latin1"), ikm]));
}

/** RFC 9180 §4, LabeledExpand with HKDF-SHA256. @throws {RangeError} Over 255 blocks. */
export function labeledExpand(
  prk: Uint8Array,
  suiteId: Buffer,
  label: string,
  info: Uint8Array,
  length: number,
): Buffer {
  const prefix = Buffer.of(length >> 8, length & 0xff);
  return expand(prk, Buffer.concat([prefix, VERSION, suiteId, Buffer.from(label, "latin1"), info]), length);
}
