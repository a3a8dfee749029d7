import { randomBytes } from "node:crypto";
import { aeadSeal, KEY_BYTES, setupBaseS } from "../../hpke/index.js";
import { keyId } from "../thumbprint.js";
import { CHUNK_BYTES, chunkNonce, headDigest, keyInfo, MAGIC, MOST_FACTS_BYTES, MOST_SLOTS } from "./form.js";

/**
 * Seals a stream of any length under a new file key, which it seals (HPKE) to each recipient:
 *
 *     "WSSTREA" 0x01 ‖ facts length 4 ‖ facts ‖ slots 1 ‖ slots × (key id 8 ‖ enc 32 ‖ sealed file key 48) ‖ chunks
 *
 * A chunk is 65,536 bytes of plaintext (the last one fewer) under ChaCha20-Poly1305 and its tag; the nonce is its number
 * and whether it is the last, the associated data a digest of all before the chunks. Memory holds two chunks at a time.
 *
 * @param facts Readable by anyone, and bound to what is sealed. At most 4096 bytes.
 * @param recipients Raw X25519 public keys.
 */
export async function* sealStream(
  source: AsyncIterable<Uint8Array>,
  { facts, recipients }: { readonly facts: Buffer; readonly recipients: readonly Buffer[] },
): AsyncGenerator<Buffer> {
  if (facts.length > MOST_FACTS_BYTES || recipients.length < 1 || recipients.length > MOST_SLOTS) {
    throw new RangeError("A sealed stream has up to 4096 bytes of facts, and 1 to 16 recipients");
  }
  const key = randomBytes(KEY_BYTES);
  try {
    const head = headOf(key, facts, recipients);
    yield head;
    const aad = headDigest(head);
    let counter = 0;
    const seal = (plain: Buffer, last: boolean) => aeadSeal(key, chunkNonce(counter++, last), plain, aad);
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let filled = 0;
    for await (const bytes of source) {
      for (let at = 0; at < bytes.length;) {
        // Only now is it known that the full chunk was not the last.
        if (filled === CHUNK_BYTES) {
          yield seal(chunk, false);
          filled = 0;
        }
        const some = bytes.subarray(at, at + CHUNK_BYTES - filled);
        chunk.set(some, filled);
        filled += some.length;
        at += some.length;
      }
    }
    yield seal(chunk.subarray(0, filled), true);
    chunk.fill(0);
  } finally {
    key.fill(0);
  }
}

function headOf(key: Buffer, facts: Buffer, recipients: readonly Buffer[]): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(facts.length);
  const slots = recipients.map((publicKey) => {
    const context = setupBaseS(publicKey, keyInfo(facts));
    try {
      return Buffer.concat([keyId(publicKey), context.enc, context.seal(key)]);
    } finally {
      context.destroy();
    }
  });
  return Buffer.concat([MAGIC, length, facts, Buffer.of(slots.length), ...slots]);
}
