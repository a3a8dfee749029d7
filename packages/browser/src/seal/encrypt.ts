import { poly1305 } from "@noble/ciphers/_poly1305.js";
import { chacha20 } from "@noble/ciphers/chacha.js";

const TAG = 16;

/**
 * AEAD_CHACHA20_POLY1305 (RFC 8439 §2.8), the encrypting half of it, made of noble's cipher and MAC: noble's own
 * `chacha20poly1305` cannot be had without the half that decrypts.
 *
 * @param key 32 bytes.
 * @param nonce 12 bytes.
 * @returns Ciphertext and tag.
 */
export function encrypt(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const output = new Uint8Array(plaintext.length + TAG);
  const ciphertext = output.subarray(0, -TAG);
  // Block 0 of the key stream is the MAC's key; the plaintext's begins at block 1.
  chacha20(key, nonce, plaintext, ciphertext, 1);
  const oneTimeKey = chacha20(key, nonce, new Uint8Array(32));
  const covered = new Uint8Array(whole(aad) + whole(plaintext) + TAG);
  covered.set(aad);
  covered.set(ciphertext, whole(aad));
  const lengths = new DataView(covered.buffer, covered.length - TAG);
  lengths.setUint32(0, aad.length, true);
  lengths.setUint32(8, plaintext.length, true);
  output.set(poly1305(covered, oneTimeKey), plaintext.length);
  return output;
}

/** @returns The length with its padding to whole blocks of the MAC. */
function whole({ length }: Uint8Array): number {
  return Math.ceil(length / TAG) * TAG;
}
