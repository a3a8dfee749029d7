import { LEVELS, type SealedLevel } from "@wayseal/protocol";
import { GCM_NONCE_BYTES, GCM_TAG_BYTES, gcmOpen, gcmSeal } from "./aes-gcm.js";
import type { SecretKey } from "./secret-key.js";

const VERSION = Buffer.of(0x01);
const DEK_ID_BYTES = 16;
const HEAD_BYTES = VERSION.length + DEK_ID_BYTES;
const AAD_PREFIX = Buffer.from("wayseal/1 field\0", "latin1");

/** Where a sealed column stands. Moved anywhere else, it does not open. */
export interface ColumnPlace {
  readonly site: string;
  /** 16 bytes. */
  readonly stream: Buffer;
  readonly seq: number;
  readonly level: SealedLevel;
  /** Version of the policy that put its values at this level. */
  readonly policy: number;
}

/**
 * Seals an event's values of one level (docs/storage.md): `0x01 ‖ DEK id 16 ‖ random nonce 12 ‖ ciphertext ‖ tag 16`,
 * AES-256-GCM.
 */
export function sealColumn(
  values: Buffer,
  place: ColumnPlace,
  dek: { readonly id: Buffer; readonly key: SecretKey },
): Buffer {
  return gcmSeal(dek.key, values, columnAad(place), [VERSION, dek.id]);
}

/** @returns The id of the DEK that a column names, base64url, or null if it is no sealed column of version 1. */
export function columnDek(column: Buffer): string | null {
  if (column.length < HEAD_BYTES + GCM_NONCE_BYTES + GCM_TAG_BYTES || column[0] !== VERSION[0]) return null;
  return column.subarray(VERSION.length, HEAD_BYTES).toString("base64url");
}

/** @returns The column's values, or null if it was altered, moved or sealed under another key. */
export function openColumn(column: Buffer, place: ColumnPlace, key: SecretKey): Buffer | null {
  if (columnDek(column) === null) return null;
  let aad: Buffer;
  try {
    aad = columnAad(place);
  } catch (error) {
    // A place that no column can stand at, out of a damaged store.
    if (error instanceof RangeError) return null;
    throw error;
  }
  return gcmOpen(key, column.subarray(HEAD_BYTES), aad);
}

/** `wayseal/1 field` 0x00 ‖ site length 1 ‖ site ‖ stream 16 ‖ seq 4 ‖ level 1 ‖ policy version 4. */
function columnAad({ site, stream, seq, level, policy }: ColumnPlace): Buffer {
  if (stream.length !== 16) throw new RangeError("A stream's id has 16 bytes");
  const aad = Buffer.allocUnsafe(AAD_PREFIX.length + 1 + site.length + 25);
  let offset = AAD_PREFIX.copy(aad);
  offset = aad.writeUInt8(site.length, offset);
  offset += aad.write(site, offset, "latin1");
  offset += stream.copy(aad, offset);
  offset = aad.writeUInt32BE(seq, offset);
  offset = aad.writeUInt8(LEVELS[level], offset);
  aad.writeUInt32BE(policy, offset);
  return aad;
}
