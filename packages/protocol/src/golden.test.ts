import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { describe, expect, it } from "vitest";
import { decodeEnvelopes, streamInfo } from "./envelope.js";
import { validateEvent } from "./validate.js";

interface Golden {
  recipient: { private: string; public: string; kid: string };
  envelopes: { site: string; body: string; stream: string; records: { seq: number; plaintext: string }[] }[];
}

const golden = JSON.parse(readFileSync(new URL("../vectors/golden-envelopes.json", import.meta.url), "utf8")) as Golden;
const hpke = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Chacha20Poly1305(),
});
const exact = (bytes: Uint8Array) => Uint8Array.from(bytes).buffer;

describe("golden envelopes, opened by an HPKE library that knows nothing of ours", () => {
  it.each(golden.envelopes)("opens each record of $site", async ({ body, stream, records }) => {
    const [envelope] = decodeEnvelopes(new Uint8Array(Buffer.from(body, "hex")));
    const recipientKey = await hpke.kem.importKey("raw", exact(Buffer.from(golden.recipient.private, "hex")), false);
    const id = createHash("sha256").update(envelope!.header).update(envelope!.enc).digest().subarray(0, 16);
    expect(id.toString("base64url")).toBe(stream);
    for (const [index, { seq, ciphertext }] of envelope!.records.entries()) {
      const context = await hpke.createRecipientContext({
        recipientKey,
        enc: exact(envelope!.enc),
        info: exact(streamInfo(envelope!.header)),
      });
      // The library counts by itself; RFC 9180's nonce is base_nonce XOR seq, so it is moved on to this record's.
      (context as unknown as { _ctx: { seq: number } })._ctx.seq = seq;
      const plaintext = Buffer.from(await context.open(exact(ciphertext))).toString();
      expect(seq).toBe(records[index]!.seq);
      expect(plaintext).toBe(records[index]!.plaintext);
      expect(plaintext.length % 64 === 0 || Buffer.byteLength(plaintext) % 64 === 0).toBe(true);
      expect(validateEvent(JSON.parse(plaintext))).toMatchObject({ known: true, extra: {} });
    }
  });
});
