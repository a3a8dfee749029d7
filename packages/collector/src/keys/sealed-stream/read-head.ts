import { KEY_ID_BYTES } from "@wayseal/protocol";
import { MAGIC, MOST_FACTS_BYTES, MOST_SLOTS, SealedStreamError, SLOT_BYTES } from "./form.js";
import type { StreamReader } from "./stream-reader.js";

/** What stands before the chunks, readable without a key. */
export interface StreamHead {
  /** All of it, as it stands. */
  readonly bytes: Buffer;
  readonly facts: Buffer;
  readonly slots: readonly { readonly keyId: Buffer; readonly enc: Buffer; readonly sealed: Buffer }[];
}

/** @throws {SealedStreamError} `version`, `damaged` or `truncated` */
export async function readHead(reader: StreamReader): Promise<StreamHead> {
  const begin = await exactly(reader, MAGIC.length + 4);
  if (!begin.subarray(0, MAGIC.length - 1).equals(MAGIC.subarray(0, -1))) {
    throw new SealedStreamError("damaged", "it is no sealed file, or its beginning is damaged");
  }
  if (begin[MAGIC.length - 1] !== MAGIC[MAGIC.length - 1]) {
    throw new SealedStreamError("version", "it is of a version that this Wayseal does not know");
  }
  const length = begin.readUInt32BE(MAGIC.length);
  if (length > MOST_FACTS_BYTES) throw new SealedStreamError("damaged", "its beginning is damaged");
  const facts = await exactly(reader, length);
  const count = await exactly(reader, 1);
  if (count[0]! < 1 || count[0]! > MOST_SLOTS) throw new SealedStreamError("damaged", "its beginning is damaged");
  const slots = await exactly(reader, count[0]! * SLOT_BYTES);
  return {
    bytes: Buffer.concat([begin, facts, count, slots]),
    facts,
    slots: Array.from({ length: count[0]! }, (_, n) => {
      const slot = slots.subarray(n * SLOT_BYTES, (n + 1) * SLOT_BYTES);
      return {
        keyId: slot.subarray(0, KEY_ID_BYTES),
        enc: slot.subarray(KEY_ID_BYTES, KEY_ID_BYTES + 32),
        sealed: slot.subarray(KEY_ID_BYTES + 32),
      };
    }),
  };
}

async function exactly(reader: StreamReader, length: number): Promise<Buffer> {
  const bytes = await reader.take(length);
  if (bytes.length < length) throw new SealedStreamError("truncated", "it is cut short");
  return bytes;
}
