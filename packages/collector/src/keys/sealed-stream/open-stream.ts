import { TAG_BYTES } from "@wayseal/protocol";
import { aeadOpen, HpkeError, type RecipientPair, setupBaseR } from "../../hpke/index.js";
import { keyId } from "../thumbprint.js";
import { CHUNK_BYTES, chunkNonce, headDigest, keyInfo, SealedStreamError } from "./form.js";
import { readHead, type StreamHead } from "./read-head.js";
import { streamReader } from "./stream-reader.js";

export interface OpenedStream {
  readonly facts: Buffer;
  /** What was sealed, chunk by chunk, each authentic. It ends without an error only at the sealed end. */
  readonly plain: AsyncGenerator<Buffer>;
}

/**
 * Opens what `sealStream` sealed. Nothing comes out that was not sealed in this place of this stream, and a stream that
 * is cut short, at the end of a chunk too, ends with an error.
 *
 * @throws {SealedStreamError} `key` if it is not sealed to this key; `damaged`, `truncated` or `version`. `plain` throws too.
 */
export async function openStream(source: AsyncIterable<Uint8Array>, recipient: RecipientPair): Promise<OpenedStream> {
  const reader = streamReader(source);
  const head = await readHead(reader);
  const key = openKey(head, recipient);
  const aad = headDigest(head.bytes);
  async function* plain(): AsyncGenerator<Buffer> {
    try {
      let chunk = await reader.take(CHUNK_BYTES + TAG_BYTES);
      for (let counter = 0; ; counter++) {
        const next = await reader.take(CHUNK_BYTES + TAG_BYTES);
        const last = next.length === 0;
        if (chunk.length < TAG_BYTES) throw new SealedStreamError("truncated", "it is cut short");
        yield openChunk(key, counter, last, chunk, aad);
        if (last) return;
        chunk = next;
      }
    } finally {
      key.fill(0);
    }
  }
  return { facts: head.facts, plain: plain() };
}

function openKey({ facts, slots }: StreamHead, recipient: RecipientPair): Buffer {
  const id = keyId(recipient.publicKey);
  const slot = slots.find(({ keyId }) => keyId.equals(id));
  if (slot === undefined) {
    const ids = slots.map(({ keyId }) => keyId.toString("base64url")).join(", ");
    throw new SealedStreamError("key", `it is sealed to backup key ${ids}, and this is ${id.toString("base64url")}`);
  }
  try {
    const context = setupBaseR(slot.enc, recipient, keyInfo(facts));
    try {
      return context.open(0, slot.sealed);
    } finally {
      context.destroy();
    }
  } catch (error) {
    if (error instanceof HpkeError) throw new SealedStreamError("damaged", "its beginning was altered");
    throw error;
  }
}

function openChunk(key: Buffer, counter: number, last: boolean, chunk: Buffer, aad: Buffer): Buffer {
  try {
    return aeadOpen(key, chunkNonce(counter, last), chunk, aad);
  } catch (error) {
    if (!(error instanceof HpkeError)) throw error;
    if (last && opens(key, counter, chunk, aad)) throw new SealedStreamError("truncated", "it is cut short");
    throw new SealedStreamError("damaged", `its chunk ${counter + 1} was altered, or is not in its place`);
  }
}

/** Whether a chunk at the end was sealed as one in the middle: only to tell a cut from other damage. */
function opens(key: Buffer, counter: number, chunk: Buffer, aad: Buffer): boolean {
  try {
    aeadOpen(key, chunkNonce(counter, false), chunk, aad).fill(0);
    return true;
  } catch {
    return false;
  }
}
