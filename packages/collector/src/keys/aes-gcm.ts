import { createCipheriv, createDecipheriv, randomFillSync } from "node:crypto";
import type { SecretKey } from "./secret-key.js";

/** Bytes of a nonce (NIST SP 800-38D §5.2.1.1). */
export const GCM_NONCE_BYTES = 12;
/** Bytes of a tag. Shorter ones are never accepted. */
export const GCM_TAG_BYTES = 16;
const CIPHER = "aes-256-gcm";
const OPTIONS = { authTagLength: GCM_TAG_BYTES };

/** AES-256-GCM. @returns Nonce 12 ‖ ciphertext ‖ tag 16, after `head`. The nonce is random unless a test gives one. */
export function gcmSeal(
  key: SecretKey,
  plaintext: Uint8Array,
  aad: Uint8Array,
  head: readonly Uint8Array[] = [],
  nonce: Buffer = nextNonce(),
): Buffer {
  requireNonce(nonce);
  const cipher = createCipheriv(CIPHER, key.bytes, nonce, OPTIONS);
  cipher.setAAD(aad);
  const ciphertext = cipher.update(plaintext);
  cipher.final();
  return Buffer.concat([...head, nonce, ciphertext, cipher.getAuthTag()]);
}

/** @param sealed Nonce 12 ‖ ciphertext ‖ tag 16. @returns The plaintext, or null if it is not authentic. */
export function gcmOpen(key: SecretKey, sealed: Buffer, aad: Uint8Array): Buffer | null {
  const end = sealed.length - GCM_TAG_BYTES;
  if (end < GCM_NONCE_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, key.bytes, sealed.subarray(0, GCM_NONCE_BYTES), OPTIONS);
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(end));
  const plaintext = decipher.update(sealed.subarray(GCM_NONCE_BYTES, end));
  try {
    decipher.final();
    return plaintext;
  } catch {
    plaintext.fill(0);
    return null;
  }
}

function requireNonce(nonce: Buffer): void {
  if (nonce.length !== GCM_NONCE_BYTES) throw new RangeError("AES-GCM has nonces of 12 bytes here");
}

const nonces = Buffer.alloc(GCM_NONCE_BYTES * 256);
let used = nonces.length;

/** Nonces are drawn from the system 256 at a time: one call costs as much for 12 bytes as for 3,072. */
function nextNonce(): Buffer {
  if (used === nonces.length) {
    randomFillSync(nonces);
    used = 0;
  }
  const nonce = Buffer.from(nonces.subarray(used, used + GCM_NONCE_BYTES));
  used += GCM_NONCE_BYTES;
  return nonce;
}
