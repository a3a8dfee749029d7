import { readFileSync } from "node:fs";
import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { x25519 } from "@noble/curves/ed25519.js";
import { beforeAll, describe, expect, test } from "vitest";
import { encrypt } from "./encrypt.js";
import type { KeyPair, Primitives } from "./primitives.js";
import { setupBaseS } from "./sender.js";
import { deriveBits, webCrypto } from "./webcrypto.js";
import { keyPairOf, primitives as fallback } from "./x25519.js";

const vectors = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../../protocol/vectors/${name}.json`, import.meta.url), "utf8")) as T;
const hex = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, "hex"));
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

interface HpkeVector {
  readonly title: string;
  readonly mode: number;
  readonly [part: string]: unknown;
  readonly encryptions: readonly {
    readonly pt: string;
    readonly aad: string;
    readonly ct: string;
    readonly seq: number;
  }[];
}

/** A key pair of a vector, by WebCrypto. */
async function nativePair(skEm: string, pkEm: string): Promise<KeyPair> {
  const part = (text: string): string => Buffer.from(text, "hex").toString("base64url");
  const jwk = { kty: "OKP", crv: "X25519", d: part(skEm), x: part(pkEm) };
  const privateKey = await crypto.subtle.importKey("jwk", jwk, { name: "X25519" }, false, ["deriveBits"]);
  return { publicKey: hex(pkEm), dh: (peer) => deriveBits(crypto.subtle, privateKey, peer) };
}

const PATHS: readonly {
  name: string;
  load: () => Promise<Primitives | null>;
  pair: (sk: string, pk: string) => Promise<KeyPair>;
}[] = [
  { name: "WebCrypto", load: () => webCrypto(crypto.subtle), pair: nativePair },
  { name: "noble", load: async () => fallback, pair: async (sk) => keyPairOf(hex(sk)) },
];

describe.each(PATHS)("the sender on $name", ({ load, pair }) => {
  let primitives: Primitives;
  beforeAll(async () => {
    primitives = (await load()) as Primitives;
    expect(primitives).not.toBeNull();
  });

  const base = vectors<HpkeVector[]>("rfc9180-x25519-sha256-chacha20poly1305").filter(({ mode }) => mode === 0);
  test.each(base)("makes RFC 9180's own ciphertexts: $title", async (vector) => {
    const { info, skEm, pkEm, pkRm, enc } = vector as unknown as Record<string, string>;
    const ephemeral = await pair(skEm as string, pkEm as string);
    const sender = await setupBaseS(primitives, hex(pkRm as string), hex(info as string), ephemeral);
    expect(toHex(sender.enc)).toBe(enc);
    const wanted = new Map(vector.encryptions.map((encryption) => [encryption.seq, encryption]));
    const last = Math.max(...wanted.keys());
    let compared = 0;
    for (let seq = 0; seq <= last; seq++) {
      const { aad, pt, ct } = wanted.get(seq) ?? { aad: "", pt: "", ct: null };
      const sealed = sender.context.seal(hex(aad), hex(pt));
      if (ct === null) continue;
      expect(toHex(sealed)).toBe(ct);
      compared++;
    }
    expect(compared).toBe(vector.encryptions.length);
    expect(compared).toBeGreaterThanOrEqual(6);
  });

  test("is understood by @hpke/core, 1,000 random messages", async () => {
    const suite = new CipherSuite({
      kem: new DhkemX25519HkdfSha256(),
      kdf: new HkdfSha256(),
      aead: new Chacha20Poly1305(),
    });
    let opened = 0;
    for (let stream = 0; stream < 100; stream++) {
      const recipient = await suite.kem.generateKeyPair();
      const info = crypto.getRandomValues(new Uint8Array(stream));
      const pkR = new Uint8Array(await suite.kem.serializePublicKey(recipient.publicKey));
      const { enc, context } = await setupBaseS(primitives, pkR, info);
      const other = await suite.createRecipientContext({
        recipientKey: recipient.privateKey,
        enc: Uint8Array.from(enc).buffer,
        info: info.buffer,
      });
      for (let i = 0; i < 10; i++) {
        const aad = crypto.getRandomValues(new Uint8Array(i));
        const pt = crypto.getRandomValues(new Uint8Array(Math.floor(Math.random() * 2000)));
        const ct = Uint8Array.from(context.seal(aad, pt));
        const back = new Uint8Array(await other.open(ct.buffer, aad.buffer));
        expect(toHex(back)).toBe(toHex(pt));
        opened++;
      }
    }
    expect(opened).toBe(1000);
  });

  test("refuses a recipient's key of low order", async () => {
    await expect(setupBaseS(primitives, new Uint8Array(32), new Uint8Array(0))).rejects.toThrow();
  });
});

test("never uses a number twice, even when sealing fails", async () => {
  const { context } = await setupBaseS(
    fallback,
    x25519.getPublicKey(x25519.utils.randomSecretKey()),
    new Uint8Array(0),
  );
  expect(() => context.seal(new Uint8Array(0), "no bytes" as unknown as Uint8Array)).toThrow();
  expect(context.seq).toBe(1);
});

test("10,000 seals over 1,000 streams repeat no key with its nonce", async () => {
  const pkR = x25519.getPublicKey(x25519.utils.randomSecretKey());
  const seen = new Set<string>();
  // The same plaintext under the same key and nonce gives the same bytes; under any other pair it does not.
  const pt = new Uint8Array(16);
  const aad = new Uint8Array(0);
  for (let stream = 0; stream < 1000; stream++) {
    const { context } = await setupBaseS((await webCrypto(crypto.subtle)) as Primitives, pkR, aad);
    for (let i = 0; i < 10; i++) seen.add(toHex(context.seal(aad, pt)));
  }
  expect(seen.size).toBe(10_000);
  // The control: one ephemeral key used twice shows as a repeat.
  const ephemeral = keyPairOf(x25519.utils.randomSecretKey());
  const twice = await Promise.all([1, 2].map(() => setupBaseS(fallback, pkR, aad, ephemeral)));
  expect(new Set(twice.map(({ context }) => toHex(context.seal(aad, pt)))).size).toBe(1);
});

interface Wycheproof<T> {
  readonly testGroups: readonly { readonly ivSize: number; readonly tests: readonly T[] }[];
}

test("Wycheproof ChaCha20-Poly1305 passes by noble", () => {
  type Case = Record<"key" | "iv" | "aad" | "msg" | "ct" | "tag" | "result", string> & { tcId: number };
  let run = 0;
  for (const { ivSize, tests } of vectors<Wycheproof<Case>>("wycheproof-chacha20-poly1305").testGroups) {
    for (const { key, iv, aad, msg, ct, tag, result, tcId } of tests) {
      run++;
      if (ivSize !== 96) {
        expect(() => encrypt(hex(key), hex(iv), hex(aad), hex(msg)), `${tcId}`).toThrow();
        continue;
      }
      const sealed = toHex(encrypt(hex(key), hex(iv), hex(aad), hex(msg)));
      if (result === "valid") expect(sealed, `${tcId}`).toBe(ct + tag);
      else expect(sealed, `${tcId}`).not.toBe(ct + tag);
    }
  }
  expect(run).toBeGreaterThan(300);
});

test("Wycheproof X25519 passes by noble, and zero secrets are refused", async () => {
  type Case = { tcId: number; public: string; private: string; shared: string; result: string; flags: string[] };
  let run = 0;
  for (const { tests } of vectors<Wycheproof<Case>>("wycheproof-x25519").testGroups) {
    for (const { tcId, public: peer, private: own, shared, flags } of tests) {
      run++;
      const dh = keyPairOf(hex(own)).dh(hex(peer));
      if (flags.includes("ZeroSharedSecret") || /^0+$/.test(shared)) await expect(dh, `${tcId}`).rejects.toThrow();
      else expect(toHex(await dh), `${tcId}`).toBe(shared);
    }
  }
  expect(run).toBeGreaterThan(500);
});
