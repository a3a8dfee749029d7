import { createHash } from "node:crypto";
import { KEY_ID_BYTES, TAG_BYTES } from "@wayseal/protocol";
import { KEY_BYTES, NONCE_BYTES, X25519_BYTES } from "../../hpke/index.js";

/** What every sealed stream begins with: seven letters and the version. */
export const MAGIC = Buffer.from("WSSTREA\x01", "latin1");
/** Plaintext bytes of every chunk but the last. */
export const CHUNK_BYTES = 65_536;
/** Key id 8 ‖ enc 32 ‖ sealed file key 48. */
export const SLOT_BYTES = KEY_ID_BYTES + X25519_BYTES + KEY_BYTES + TAG_BYTES;
export const MOST_FACTS_BYTES = 4096;
export const MOST_SLOTS = 16;

/** A sealed stream cannot be opened. The message is one line that says what is wrong with it. */
export class SealedStreamError extends Error {
  override readonly name = "SealedStreamError";
  constructor(
    readonly fault: "damaged" | "truncated" | "key" | "version",
    message: string,
  ) {
    super(message);
  }
}

/** HPKE's `info`: a file key opens under the facts that it was sealed with, and no others. */
export function keyInfo(facts: Buffer): Buffer {
  return Buffer.concat([Buffer.from("wayseal/1 stream key\0", "latin1"), facts]);
}

/** Every chunk's associated data: the whole head, slots included. */
export function headDigest(head: Buffer): Buffer {
  return createHash("sha256").update("wayseal/1 stream head\0", "latin1").update(head).digest();
}

/**
 * The nonce of STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, 2015), as age has it: a counter, 11 bytes big-endian, and
 * whether this is the last chunk. So no chunk opens in another's place, and none but the last at the end.
 */
export function chunkNonce(counter: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUIntBE(counter, NONCE_BYTES - 7, 6);
  nonce[NONCE_BYTES - 1] = last ? 1 : 0;
  return nonce;
}
