import { randomBytes } from "node:crypto";
import { GCM_NONCE_BYTES, GCM_TAG_BYTES, gcmOpen, gcmSeal } from "./aes-gcm.js";
import { SecretKey } from "./secret-key.js";

const CHUNK_BYTES = 64 * 1024;
const LENGTH_BYTES = 4;
const AAD = Buffer.from("wayseal/1 export\0", "latin1");

/** What is sealed was altered, cut off, or belongs to another archive. */
export class SealedChunksError extends Error {
  override readonly name = "SealedChunksError";
  constructor() {
    super("A sealed archive was altered or cut off");
  }
}

/** @returns A key for one archive. It is in this process's memory alone: whatever ends the process makes the archive unreadable. */
export function archiveKey(): SecretKey {
  const bytes = randomBytes(32);
  try {
    return new SecretKey(bytes);
  } finally {
    bytes.fill(0);
  }
}

/**
 * Seals a stream in chunks as it comes: each `length 4 ‖ nonce 12 ‖ ciphertext ‖ tag 16`, AES-256-GCM. The associated
 * data binds a chunk to its archive, its place, and whether it is the last, so that none can be moved, left out or cut off.
 */
export async function* sealChunks(
  key: SecretKey,
  id: string,
  plain: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  let place = 0;
  for await (const part of plain) {
    held = Buffer.concat([held, part]);
    while (held.length > CHUNK_BYTES) {
      yield frame(gcmSeal(key, held.subarray(0, CHUNK_BYTES), aad(id, place++, false)));
      held = Buffer.from(held.subarray(CHUNK_BYTES));
    }
  }
  yield frame(gcmSeal(key, held, aad(id, place, true)));
}

/** @throws {SealedChunksError} At the first chunk that is not authentic, or where the last one is missing. */
export async function* openChunks(
  key: SecretKey,
  id: string,
  sealed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  let place = 0;
  let ended = false;
  for await (const part of sealed) {
    held = Buffer.concat([held, part]);
    for (;;) {
      if (held.length < LENGTH_BYTES) break;
      const length = held.readUInt32BE(0);
      if (ended || length > CHUNK_BYTES + GCM_NONCE_BYTES + GCM_TAG_BYTES) throw new SealedChunksError();
      if (held.length < LENGTH_BYTES + length) break;
      const chunk = held.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
      const middle = gcmOpen(key, chunk, aad(id, place, false));
      const opened = middle ?? gcmOpen(key, chunk, aad(id, place, true));
      if (opened === null) throw new SealedChunksError();
      ended = middle === null;
      place += 1;
      held = Buffer.from(held.subarray(LENGTH_BYTES + length));
      yield opened;
    }
  }
  if (!ended || held.length > 0) throw new SealedChunksError();
}

function frame(sealed: Buffer): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(sealed.length);
  return Buffer.concat([length, sealed]);
}

function aad(id: string, place: number, last: boolean): Buffer {
  const tail = Buffer.alloc(5);
  tail.writeUInt32BE(place);
  tail[4] = last ? 1 : 0;
  return Buffer.concat([AAD, Buffer.from(id, "latin1"), tail]);
}
