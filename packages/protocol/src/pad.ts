import { PAD_BYTES } from "./limits.js";

/**
 * Pads JSON text with spaces to the next multiple of 64 bytes. JSON ignores the spaces, so nothing needs to undo it.
 *
 * @param plaintext UTF-8 JSON, any length.
 * @returns The same bytes, followed by 0 to 63 spaces (0x20). Never throws.
 */
export function pad(plaintext: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil(plaintext.length / PAD_BYTES) * PAD_BYTES || PAD_BYTES).fill(0x20);
  padded.set(plaintext);
  return padded;
}
