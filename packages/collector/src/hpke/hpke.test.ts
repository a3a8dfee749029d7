import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { describe, expect, it } from "vitest";
import { random } from "../../test/random.js";
import { hex, vectors } from "../../test/vectors.js";
import {
  computeNonce,
  decap,
  dh,
  encap,
  generateKeyPair,
  HpkeError,
  importPrivateKey,
  importPublicKey,
  keySchedule,
  keyScheduleContext,
  setupBaseR,
  setupBaseS,
} from "./index.js";

interface Rfc9180 {
  readonly mode: number;
  readonly info: string;
  readonly skEm: string;
  readonly pkEm: string;
  readonly skRm: string;
  readonly pkRm: string;
  readonly enc: string;
  readonly shared_secret: string;
  readonly key_schedule_context: string;
  readonly key: string;
  readonly base_nonce: string;
  readonly encryptions: readonly {
    readonly aad: string;
    readonly ct: string;
    readonly nonce: string;
    readonly pt: string;
  }[];
}

const TRIALS = Number(process.env["WAYSEAL_LONG"] ?? 0) ? 10_000 : 1_000;
const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Chacha20Poly1305(),
});
const pairOf = (secret: string, publicKey: string) => ({
  privateKey: importPrivateKey(hex(secret)),
  publicKey: hex(publicKey),
});

describe("RFC 9180 base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305", () => {
  const base = vectors<Rfc9180[]>("rfc9180-x25519-sha256-chacha20poly1305").filter((vector) => vector.mode === 0);
  /** Sequence numbers of the published messages (RFC 9180 Appendix A). */
  const seqs = [0, 1, 2, 4, 255, 256];

  it("agrees on every published value, as recipient and as sender", () => {
    let messages = 0;
    for (const vector of base) {
      const recipient = pairOf(vector.skRm, vector.pkRm);
      expect(decap(hex(vector.enc), recipient).toString("hex")).toBe(vector.shared_secret);
      const sent = encap(recipient.publicKey, pairOf(vector.skEm, vector.pkEm));
      expect(sent.enc.toString("hex")).toBe(vector.enc);
      expect(sent.sharedSecret.toString("hex")).toBe(vector.shared_secret);
      const context = keyScheduleContext(hex(vector.info));
      expect(context.toString("hex")).toBe(vector.key_schedule_context);
      const keys = keySchedule(sent.sharedSecret, context);
      expect(keys.key.toString("hex")).toBe(vector.key);
      expect(keys.baseNonce.toString("hex")).toBe(vector.base_nonce);

      const opening = setupBaseR(hex(vector.enc), recipient, hex(vector.info));
      const sealing = setupBaseS(recipient.publicKey, hex(vector.info), pairOf(vector.skEm, vector.pkEm));
      const published = new Map(vector.encryptions.map((message, i) => [seqs[i], message]));
      for (let seq = 0; seq <= 256; seq++) {
        const message = published.get(seq);
        const ciphertext = sealing.seal(hex(message?.pt ?? ""), hex(message?.aad ?? ""));
        if (message === undefined) continue;
        expect(computeNonce(keys.baseNonce, seq).toString("hex")).toBe(message.nonce);
        expect(ciphertext.toString("hex")).toBe(message.ct);
        expect(opening.open(seq, hex(message.ct), hex(message.aad)).toString("hex")).toBe(message.pt);
        messages++;
      }
    }
    console.log(`RFC 9180: ${base.length} base-mode vector, ${messages} messages, both sides`);
    expect(base.length).toBe(1);
    expect(messages).toBe(6);
  });
});

describe("with @hpke/core", () => {
  it(`opens ${TRIALS} random messages that it sealed`, async () => {
    const { int, bytes } = random(1);
    const key = await suite.kem.generateKeyPair();
    const jwk = await crypto.subtle.exportKey("jwk", key.privateKey);
    const recipient = pairOf(
      Buffer.from(jwk.d as string, "base64url").toString("hex"),
      Buffer.from(jwk.x as string, "base64url").toString("hex"),
    );
    for (let trial = 0; trial < TRIALS;) {
      const info = bytes(int(100));
      const sender = await suite.createSenderContext({ recipientPublicKey: key.publicKey, info });
      const context = setupBaseR(new Uint8Array(sender.enc), recipient, info);
      for (let seq = 0; seq < 10; seq++, trial++) {
        const [plaintext, aad] = [bytes(int(500)), bytes(int(40))];
        const sealed = new Uint8Array(await sender.seal(plaintext, aad));
        expect(context.open(seq, sealed, aad).equals(plaintext)).toBe(true);
      }
    }
  });

  it(`seals ${TRIALS} random messages that it opens`, async () => {
    const { int, bytes } = random(2);
    const key = await suite.kem.generateKeyPair();
    const publicKey = Buffer.from(await suite.kem.serializePublicKey(key.publicKey));
    for (let trial = 0; trial < TRIALS;) {
      const info = bytes(int(100));
      const sender = setupBaseS(publicKey, info);
      const context = await suite.createRecipientContext({ recipientKey: key.privateKey, enc: sender.enc, info });
      for (let seq = 0; seq < 10; seq++, trial++) {
        const [plaintext, aad] = [bytes(int(500)), bytes(int(40))];
        const opened = await context.open(sender.seal(plaintext, aad), aad);
        expect(plaintext.equals(Buffer.from(opened))).toBe(true);
      }
    }
  });
});

describe("what is refused", () => {
  const recipient = generateKeyPair();
  const info = Buffer.from("info");

  /** Points of order 1, 2, 4 and 8, and encodings of them that are not reduced (Wycheproof's LowOrderPublic). */
  interface X25519Test {
    readonly public: string;
    readonly private: string;
    readonly flags: readonly string[];
  }
  const low = vectors<{ testGroups: { tests: X25519Test[] }[] }>("wycheproof-x25519")
    .testGroups.flatMap((group) => group.tests)
    .filter((test) => test.flags.includes("ZeroSharedSecret"));

  it("refuses every public key whose shared secret is all zeros, on both sides", () => {
    expect(low.length).toBe(31);
    for (const { public: point, private: secret } of low) {
      expect(() => dh(importPrivateKey(hex(secret)), importPublicKey(hex(point)))).toThrow(HpkeError);
      expect(() => setupBaseR(hex(point), recipient, info)).toThrow(HpkeError);
      expect(() => setupBaseS(hex(point), info)).toThrow(HpkeError);
    }
    console.log(`all-zero shared secrets: ${low.length} refused`);
  });

  it("refuses keys and messages of a wrong length", () => {
    const { enc } = setupBaseS(recipient.publicKey, info);
    for (const length of [0, 1, 31, 33, 64]) {
      expect(() => setupBaseR(Buffer.alloc(length, 9), recipient, info)).toThrow(HpkeError);
      expect(() => setupBaseS(Buffer.alloc(length, 9), info)).toThrow(HpkeError);
      expect(() => importPrivateKey(Buffer.alloc(length, 9))).toThrow(HpkeError);
    }
    const context = setupBaseR(enc, recipient, info);
    for (const length of [0, 1, 15, 16]) expect(() => context.open(0, Buffer.alloc(length))).toThrow(HpkeError);
  });

  it("opens nothing under another number, info, aad, key or encapsulated key", () => {
    const sender = setupBaseS(recipient.publicKey, info);
    const [first, second] = [sender.seal(Buffer.from("a")), sender.seal(Buffer.from("b"), Buffer.from("x"))];
    const context = setupBaseR(sender.enc, recipient, info);
    expect(context.open(0, first).toString()).toBe("a");
    expect(context.open(1, second, Buffer.from("x")).toString()).toBe("b");
    expect(() => context.open(1, first)).toThrow(HpkeError);
    expect(() => context.open(0, second, Buffer.from("x"))).toThrow(HpkeError);
    expect(() => context.open(1, second)).toThrow(HpkeError);
    expect(() => context.open(2 ** 32 - 1, first)).toThrow(HpkeError);
    expect(() => setupBaseR(sender.enc, recipient, Buffer.from("other")).open(0, first)).toThrow(HpkeError);
    expect(() => setupBaseR(sender.enc, generateKeyPair(), info).open(0, first)).toThrow(HpkeError);
    expect(() => setupBaseR(generateKeyPair().publicKey, recipient, info).open(0, first)).toThrow(HpkeError);
  });

  it("seals and opens nothing once destroyed", () => {
    const sender = setupBaseS(recipient.publicKey, info);
    const sealed = sender.seal(Buffer.from("a"));
    const context = setupBaseR(sender.enc, recipient, info);
    sender.destroy();
    context.destroy();
    expect(() => sender.seal(Buffer.from("a"))).toThrow(HpkeError);
    expect(() => context.open(0, sealed)).toThrow(HpkeError);
  });

  it("repeats no key and nonce over 1,000 streams and 10,000 seals", () => {
    const used = new Set<string>();
    for (let stream = 0; stream < 1_000; stream++) {
      const { sharedSecret } = encap(recipient.publicKey);
      const keys = keySchedule(sharedSecret, keyScheduleContext(info));
      for (let seq = 0; seq < 10; seq++) {
        used.add(keys.key.toString("latin1") + computeNonce(keys.baseNonce, seq).toString("latin1"));
      }
    }
    expect(used.size).toBe(10_000);
  });
});
