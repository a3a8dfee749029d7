import { Poly1305 } from "@noble/ciphers/_poly1305.js";
import { __TESTS } from "@noble/ciphers/chacha.js";
import { concat } from "@wayseal/protocol";

/** noble shows its block function to its tests alone; the way around it, for all ciphers of its family, weighs as much. */
const { chachaCore } = __TESTS;
/** RFC 8439 §2.3's constant. */
const SIGMA = wordsOf(concat("expand 32-byte k"));
const TAG = 16;
const BLOCK = 64;

/**
 * AEAD_CHACHA20_POLY1305 (RFC 8439 §2.8), the encrypting half of it, made of noble's block function and MAC: noble's own
 * `chacha20poly1305` cannot be had without the half that decrypts. Words are read in the machine's order, which is the
 * RFC's wherever there is a browser.
 *
 * @param key 32 bytes.
 * @param nonce 12 bytes.
 * @returns Ciphertext and tag.
 * @throws {RangeError} If key or nonce is of another length.
 */
export function encrypt(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Uint8Array {
  if (key.length !== 32 || nonce.length !== 12) throw new RangeError("length");
  const output = new Uint8Array(plaintext.length + TAG);
  const stream = new Uint32Array(BLOCK / 4);
  const mask = new Uint8Array(stream.buffer);
  const [keyWords, nonceWords] = [wordsOf(key), wordsOf(nonce)];
  const block = (count: number): void => chachaCore(SIGMA, keyWords, nonceWords, stream, count);
  // Block 0 of the key stream is the MAC's key; the plaintext's begins at block 1.
  block(0);
  const mac = new Poly1305(mask.subarray(0, 32));
  plaintext.forEach((byte, i) => {
    if (i % BLOCK === 0) block(1 + i / BLOCK);
    output[i] = byte ^ mask[i % BLOCK]!;
  });
  const covered = new Uint8Array(whole(aad) + whole(plaintext) + TAG);
  covered.set(aad);
  covered.set(output.subarray(0, -TAG), whole(aad));
  new Uint32Array(covered.buffer).set([aad.length, 0, plaintext.length], (covered.length - TAG) / 4);
  output.set(mac.update(covered).digest(), plaintext.length);
  return output;
}

/** @returns The length with its padding to whole blocks of the MAC. */
function whole({ length }: Uint8Array): number {
  return Math.ceil(length / TAG) * TAG;
}

function wordsOf(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.slice().buffer);
}
