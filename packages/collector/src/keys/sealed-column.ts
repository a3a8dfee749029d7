import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from "node:crypto";
import { LEVELS, type SealedLevel } from "@wayseal/protocol";

const VERSION = 0x01;
const DEK_ID_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + DEK_ID_BYTES + NONCE_BYTES;
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
 * Seals an event's values of one level (DESIGN §7): `0x01 ‖ DEK id 16 ‖ random nonce 12 ‖ ciphertext ‖ tag 16`,
 * AES-256-GCM.
 */
export function sealColumn(
  values: Buffer,
  place: ColumnPlace,
  dek: { readonly id: Buffer; readonly key: KeyObject },
): Buffer {
  const nonce = nextNonce();
  const cipher = createCipheriv("aes-256-gcm", dek.key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(columnAad(place));
  const ciphertext = cipher.update(values);
  cipher.final();
  return Buffer.concat([Buffer.of(VERSION), dek.id, nonce, ciphertext, cipher.getAuthTag()]);
}

/** @returns The id of the DEK that a column names, base64url, or null if it is no sealed column of version 1. */
export function columnDek(column: Buffer): string | null {
  if (column.length < HEAD_BYTES + TAG_BYTES || column[0] !== VERSION) return null;
  return column.subarray(1, 1 + DEK_ID_BYTES).toString("base64url");
}

/** @returns The column's values, or null if it was altered, moved or sealed under another key. */
export function openColumn(column: Buffer, place: ColumnPlace, key: KeyObject): Buffer | null {
  if (columnDek(column) === null) return null;
  const nonce = column.subarray(1 + DEK_ID_BYTES, HEAD_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(columnAad(place));
  decipher.setAuthTag(column.subarray(column.length - TAG_BYTES));
  const values = decipher.update(column.subarray(HEAD_BYTES, column.length - TAG_BYTES));
  try {
    decipher.final();
    return values;
  } catch {
    values.fill(0);
    return null;
  }
}

/** `wayseal/1 field` 0x00 ‖ site length 1 ‖ site ‖ stream 16 ‖ seq 4 ‖ level 1 ‖ policy version 4. */
function columnAad({ site, stream, seq, level, policy }: ColumnPlace): Buffer {
  const start = AAD_PREFIX.length;
  const aad = Buffer.allocUnsafe(start + 1 + site.length + 25);
  AAD_PREFIX.copy(aad);
  aad[start] = site.length;
  let offset = start + 1;
  offset += aad.write(site, offset, "latin1");
  if (stream.copy(aad, offset) !== 16) throw new RangeError("A stream's id has 16 bytes");
  offset = aad.writeUInt32BE(seq, offset + 16);
  offset = aad.writeUInt8(LEVELS[level], offset);
  aad.writeUInt32BE(policy, offset);
  return aad;
}

const nonces = Buffer.alloc(NONCE_BYTES * 256);
let used = nonces.length;

/** Nonces are drawn from the system 256 at a time: one call costs as much for 12 bytes as for 3,072. */
function nextNonce(): Buffer {
  if (used === nonces.length) {
    randomFillSync(nonces);
    used = 0;
  }
  const nonce = Buffer.from(nonces.subarray(used, used + NONCE_BYTES));
  used += NONCE_BYTES;
  return nonce;
}
