import { createCipheriv, createDecipheriv } from "node:crypto";
import { TAG_BYTES } from "@wayseal/protocol";
import { HpkeError } from "./errors.js";

/** Bytes of a key, RFC 9180's Nk. */
export const KEY_BYTES = 32;
/** Bytes of a nonce, RFC 9180's Nn. */
export const NONCE_BYTES = 12;
const CIPHER = "chacha20-poly1305";
const OPTIONS = { authTagLength: TAG_BYTES };

/** RFC 9180's Seal with ChaCha20Poly1305 (RFC 8439 §2.8). @returns Ciphertext ‖ tag. @throws {HpkeError} */
export function aeadSeal(key: Buffer, nonce: Buffer, plaintext: Uint8Array, aad?: Uint8Array): Buffer {
  requireLengths(key, nonce);
  const cipher = createCipheriv(CIPHER, key, nonce, OPTIONS);
  if (aad !== undefined) cipher.setAAD(aad, { plaintextLength: plaintext.length });
  const ciphertext = cipher.update(plaintext);
  cipher.final();
  return Buffer.concat([ciphertext, cipher.getAuthTag()]);
}

/** RFC 9180's Open. @throws {HpkeError} If the ciphertext is not authentic; then none of the plaintext is kept. */
export function aeadOpen(key: Buffer, nonce: Buffer, ciphertext: Uint8Array, aad?: Uint8Array): Buffer {
  requireLengths(key, nonce);
  const end = ciphertext.length - TAG_BYTES;
  if (end < 0) throw new HpkeError("The message cannot be opened");
  const decipher = createDecipheriv(CIPHER, key, nonce, OPTIONS);
  decipher.setAuthTag(ciphertext.subarray(end));
  if (aad !== undefined) decipher.setAAD(aad, { plaintextLength: end });
  const plaintext = decipher.update(ciphertext.subarray(0, end));
  try {
    decipher.final();
  } catch {
    plaintext.fill(0);
    throw new HpkeError("The message cannot be opened");
  }
  return plaintext;
}

/** OpenSSL takes shorter nonces, and pads them. */
function requireLengths(key: Buffer, nonce: Buffer): void {
  if (key.length !== KEY_BYTES || nonce.length !== NONCE_BYTES) {
    throw new HpkeError("ChaCha20Poly1305 has keys of 32 and nonces of 12 bytes");
  }
}
