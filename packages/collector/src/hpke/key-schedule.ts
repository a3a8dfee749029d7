import { KEY_BYTES, NONCE_BYTES } from "./aead.js";
import { HPKE_SUITE_ID, labeledExpand, labeledExtract } from "./labeled.js";

const EMPTY = Buffer.alloc(0);
const MODE_BASE = Buffer.of(0x00);
const PSK_ID_HASH = labeledExtract(null, HPKE_SUITE_ID, "psk_id_hash", EMPTY);

/** What a context seals and opens with. `baseNonce` and `seq` give each message its nonce. */
export interface ContextKeys {
  /** 32 bytes. */
  readonly key: Buffer;
  /** 12 bytes. */
  readonly baseNonce: Buffer;
}

/**
 * RFC 9180 §5.1, the half of KeySchedule that depends on `info` alone (mode base). Worth keeping where many streams
 * share one `info`, as those of one site and key do.
 */
export function keyScheduleContext(info: Uint8Array): Buffer {
  return Buffer.concat([MODE_BASE, PSK_ID_HASH, labeledExtract(null, HPKE_SUITE_ID, "info_hash", info)]);
}

/** RFC 9180 §5.1, KeySchedule in mode base, without the exporter secret, which nothing here uses. */
export function keySchedule(sharedSecret: Buffer, context: Buffer): ContextKeys {
  const secret = labeledExtract(sharedSecret, HPKE_SUITE_ID, "secret", EMPTY);
  const keys = {
    key: labeledExpand(secret, HPKE_SUITE_ID, "key", context, KEY_BYTES),
    baseNonce: labeledExpand(secret, HPKE_SUITE_ID, "base_nonce", context, NONCE_BYTES),
  };
  secret.fill(0);
  sharedSecret.fill(0);
  return keys;
}

/** RFC 9180 §5.2, ComputeNonce, for a `seq` below 2³². */
export function computeNonce(baseNonce: Buffer, seq: number): Buffer {
  const nonce = Buffer.from(baseNonce);
  nonce.writeUInt32BE((nonce.readUInt32BE(NONCE_BYTES - 4) ^ seq) >>> 0, NONCE_BYTES - 4);
  return nonce;
}
