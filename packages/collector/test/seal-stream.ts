import { randomBytes } from "node:crypto";
import { encodeEnvelope, encodeHeader, pad, streamInfo, X25519_CHACHA20POLY1305 } from "@wayseal/protocol";
import { setupBaseS } from "../src/hpke/index.js";
import type { RecipientKey } from "../src/ports/catalog.js";

export const id = (): string => randomBytes(16).toString("base64url");

/** A hello with nothing but what it must have, and `more`. */
export function hello(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    type: "hello",
    at: 0,
    schema: 1,
    sdk: "test/1",
    visitor: id(),
    session: id(),
    clock: 1_795_000_000_000,
    url: "https://shop.example/tea",
    consent: "granted",
    ...more,
  };
}

export interface SealedStream {
  readonly header: Uint8Array;
  readonly enc: Uint8Array;
  /** By number. */
  readonly ciphertexts: readonly Uint8Array[];
  /** An envelope of record 0 and these. Without: all. */
  envelope(sent?: number, seqs?: readonly number[]): Uint8Array;
}

/**
 * Seals events as a browser does, but for the padding and JSON where an event is given as bytes.
 *
 * @param events The first is record 0.
 */
export function sealStream(
  key: Pick<RecipientKey, "kid" | "publicKey">,
  site: string,
  events: readonly (object | Uint8Array)[],
  suite = X25519_CHACHA20POLY1305,
): SealedStream {
  const header = encodeHeader(Buffer.from(key.kid, "base64url"), suite, site);
  const sender = setupBaseS(key.publicKey, streamInfo(header));
  const ciphertexts = events.map((event) =>
    sender.seal(event instanceof Uint8Array ? event : pad(Buffer.from(JSON.stringify(event)))),
  );
  return {
    header,
    enc: sender.enc,
    ciphertexts,
    envelope(sent = 1_795_000_005_000, seqs = events.map((_, seq) => seq)) {
      const records = seqs.map((seq) => ({ seq, ciphertext: ciphertexts[seq] as Uint8Array }));
      return encodeEnvelope(header, sender.enc, sent, records);
    },
  };
}

/** Events that tests send. */
export const view = { type: "page_view", at: 5, kind: "load", title: "Tea" };
export const value = {
  type: "field",
  at: 9,
  form: "address",
  field: "email",
  class: "email",
  duration: 5,
  changes: 3,
  refills: 0,
  pasted: false,
  autofilled: false,
  filled: true,
  valid: true,
  value: "ann@gmail.com",
};
/** JSON as it is written, padded. */
export const text = (content: string): Uint8Array => pad(Buffer.from(content));
