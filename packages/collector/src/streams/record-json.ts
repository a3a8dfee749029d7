import { isUtf8 } from "node:buffer";
import { PAD_BYTES } from "@wayseal/protocol";

/** `value` is absent where it is no JSON. */
export type RecordJson =
  | { readonly value: unknown; readonly reason: null }
  | { readonly value?: unknown; readonly reason: "padding" }
  | { readonly reason: "json" };

/**
 * Reads a record's plaintext as JSON.
 *
 * @returns The value, or why it is not taken: `padding` if its length is not a multiple of 64, `json` if it is not UTF-8 JSON.
 */
export function recordJson(plaintext: Uint8Array): RecordJson {
  const isPadded = plaintext.length % PAD_BYTES === 0;
  if (!isUtf8(plaintext)) return { reason: isPadded ? "json" : "padding" };
  const text = Buffer.from(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength).toString("utf8");
  try {
    const value = JSON.parse(text) as unknown;
    return isPadded ? { value, reason: null } : { value, reason: "padding" };
  } catch {
    return { reason: isPadded ? "json" : "padding" };
  }
}
