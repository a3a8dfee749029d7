import { randomBytes } from "node:crypto";
import { encodeEnvelope, encodeHeader, pad, streamInfo, X25519_CHACHA20POLY1305 } from "@wayseal/protocol";
import { setupBaseS, type SenderContext } from "../../packages/collector/dist/hpke/index.js";

/** Events of one envelope, hello apart. */
export const EVENTS = 10;

/** Ten events as a visitor at a checkout makes them: a page, clicks, fields of which two carry a value. */
export function visit(n: number): object[] {
  const form = "address";
  const field = {
    type: "field",
    form,
    changes: 12,
    refills: 0,
    pasted: false,
    autofilled: false,
    filled: true,
    valid: true,
  };
  return [
    { type: "page_view", at: 3, kind: "load", title: "Where should it go? · Fernwood" },
    { type: "click", at: 900, role: "link", name: "Check out", target: "/checkout/address" },
    { type: "form_view", at: 910, form, fields: 9 },
    { type: "form_start", at: 2300, form, field: "email" },
    { ...field, at: 8000, field: "email", class: "email", duration: 5600, value: `visitor-${n}@example.com` },
    { ...field, at: 11_000, field: "name", class: "name", duration: 2900 },
    { ...field, at: 19_000, field: "street", class: "street", duration: 7000 },
    { ...field, at: 24_000, field: "country", class: "country", duration: 1200, value: "DE" },
    { type: "form_submit", at: 30_000, form, duration: 27_700, filled: 6 },
    { type: "page_leave", at: 30_050, engaged: 29_000, scroll: 90 },
  ];
}

export interface Recipient {
  readonly publicKey: Buffer;
  readonly keyId: Buffer;
}

export interface SealedStream {
  readonly context: SenderContext;
  readonly header: Uint8Array;
  readonly hello: { readonly seq: number; readonly ciphertext: Uint8Array };
  seq: number;
}

const encode = (event: object): Uint8Array => pad(new TextEncoder().encode(JSON.stringify(event)));

/** @param visitor 16 bytes; a new visitor by default. */
export function beginStream({ publicKey, keyId }: Recipient, visitor: Buffer = randomBytes(16)): SealedStream {
  const header = encodeHeader(keyId, X25519_CHACHA20POLY1305, "shop");
  const context = setupBaseS(publicKey, streamInfo(header));
  const hello = {
    ...{ type: "hello", at: 0, schema: 1, sdk: "bench/1", visitor: visitor.toString("base64url") },
    session: randomBytes(16).toString("base64url"),
    ...{ clock: Date.now() - 31_000, url: "https://shop.example/checkout/address", viewport: [1440, 900] },
    ...{ language: "de-DE", zone: "Europe/Berlin", consent: "granted", referrer: "search.example" },
  };
  return { context, header, hello: { seq: 0, ciphertext: context.seal(encode(hello)) }, seq: 1 };
}

/** Hello and ten new events, or these. */
export function nextEnvelope(stream: SealedStream, n: number, events: readonly object[] = visit(n)): Uint8Array {
  const records = events.map((event) => ({ seq: stream.seq++, ciphertext: stream.context.seal(encode(event)) }));
  return encodeEnvelope(stream.header, stream.context.enc, Date.now(), [stream.hello, ...records]);
}
