import {
  concat,
  encodeHeader,
  MAX_PLAINTEXT_BYTES,
  pad,
  STREAM_ID_BYTES,
  streamInfo,
  X25519_CHACHA20POLY1305,
} from "@wayseal/protocol";
import { toBase64Url } from "./base64url.js";
import type { KeySet } from "./keyset/key-set.js";
import { refuse } from "./redact/refuse.js";
import type { Primitives } from "./seal/primitives.js";
import { setupBaseS } from "./seal/sender.js";
import type { Say } from "./say-where.js";
import type { RedactedEvent, SealedRecord, StreamHead } from "./states.js";

/** One HPKE context of one page, with one visitor, session and consent state. Its `seq` lives here and nowhere else. */
export interface Stream {
  readonly head: StreamHead;
  /** Records sealed so far, hello included. */
  readonly count: number;
  /** @throws If the event is larger than a record may be. */
  seal(event: RedactedEvent): SealedRecord;
}

const NO_AAD = new Uint8Array(0);

/**
 * Begins a stream: one encapsulation, and hello sealed as record 0.
 *
 * @param key The recipient's key, and what the site's policy refuses: looked at for each event.
 * @param hello A redacted hello.
 * @param began When the stream began on the page's monotonic clock, milliseconds.
 * @param say Told of each event what leaves, as it is sealed, what was taken out and by which rule, and its sealed size.
 */
export async function openStream(
  primitives: Primitives,
  key: Pick<KeySet, "id" | "publicKey" | "refused">,
  site: string,
  hello: RedactedEvent,
  began: number,
  say: Say,
): Promise<Stream> {
  const header = encodeHeader(key.id, X25519_CHACHA20POLY1305, site);
  const { enc, context } = await setupBaseS(primitives, key.publicKey, streamInfo(header));
  const id = toBase64Url((await primitives.sha256(concat(header, enc))).subarray(0, STREAM_ID_BYTES));
  const pageUrl = hello.url;

  const sealEvent = ({ time, url, body, removed }: RedactedEvent): Uint8Array => {
    const event = { ...body, at: Math.max(0, Math.round(time - began)), ...(url === pageUrl ? {} : { url }) };
    const text = JSON.stringify(event, refuse(event, key.refused, removed));
    const plaintext = pad(new TextEncoder().encode(text));
    if (plaintext.length > MAX_PLAINTEXT_BYTES) throw new Error("An event is too large");
    const ciphertext = context.seal(NO_AAD, plaintext);
    say(text, removed, ciphertext.length);
    return ciphertext;
  };

  const first = sealEvent({ ...hello, body: { ...hello.body, url: pageUrl } });
  const head: StreamHead = { id, header, enc, hello: first };
  return {
    head,
    get count() {
      return context.seq;
    },
    seal(event) {
      const { seq } = context;
      return { stream: head, seq, ciphertext: sealEvent(event) };
    },
  };
}
