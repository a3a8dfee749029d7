import { isUtf8 } from "node:buffer";
import { PAD_BYTES, type RejectReason } from "@wayseal/protocol";

export type RecordJson =
  { readonly value: unknown; readonly reason: null } | { readonly reason: Extract<RejectReason, "padding" | "json"> };

/**
 * Reads a record's plaintext as JSON.
 *
 * @returns The value, or why there is none: `padding` if its length is not a multiple of 64, `json` if it is not UTF-8 JSON.
 */
export function recordJson(plaintext: Uint8Array): RecordJson {
  if (plaintext.length % PAD_BYTES !== 0) return { reason: "padding" };
  if (!isUtf8(plaintext)) return { reason: "json" };
  const text = Buffer.from(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength).toString("utf8");
  try {
    return { value: JSON.parse(text) as unknown, reason: null };
  } catch {
    return { reason: "json" };
  }
}
