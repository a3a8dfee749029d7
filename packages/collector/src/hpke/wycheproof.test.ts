import { describe, expect, it } from "vitest";
import { type AeadTest, hex, vectors, type Wycheproof } from "../../test/vectors.js";
import { gcmOpen, gcmSeal } from "../keys/aes-gcm.js";
import { SecretKey } from "../keys/secret-key.js";
import { aeadOpen, aeadSeal, dh, HpkeError, importPrivateKey, importPublicKey } from "./index.js";
import { expand, extract } from "./hkdf.js";

describe("Wycheproof", () => {
  it("X25519: every vector gives its secret, or is refused for a secret of zeros", () => {
    const file =
      vectors<Wycheproof<{ public: string; private: string; shared: string; flags: string[]; tcId: number }>>(
        "wycheproof-x25519",
      );
    let [agreed, refused] = [0, 0];
    for (const test of file.testGroups.flatMap((group) => group.tests)) {
      const agree = () => dh(importPrivateKey(hex(test.private)), importPublicKey(hex(test.public))).toString("hex");
      if (/^0*$/.test(test.shared)) {
        expect(agree, `${test.tcId}`).toThrow(HpkeError);
        refused++;
      } else {
        expect(agree(), `${test.tcId}`).toBe(test.shared);
        agreed++;
      }
    }
    console.log(`Wycheproof X25519: ${agreed} agreed, ${refused} refused, of 518`);
    expect(agreed + refused).toBe(518);
  });

  it("ChaCha20-Poly1305: all pass, and nonces of another length are refused", () => {
    const file = vectors<Wycheproof<AeadTest>>("wycheproof-chacha20-poly1305");
    let [applied, refused] = [0, 0];
    for (const { tests, ivSize } of file.testGroups) {
      for (const test of tests) {
        const [key, nonce, aad] = [hex(test.key), hex(test.iv), hex(test.aad)];
        const sealed = hex(test.ct + test.tag);
        const open = () => aeadOpen(key, nonce, sealed, aad).toString("hex");
        if (ivSize !== 96) {
          expect(open).toThrow(HpkeError);
          expect(() => aeadSeal(key, nonce, hex(test.msg), aad)).toThrow(HpkeError);
          refused++;
          continue;
        }
        if (test.result === "valid") {
          expect(open(), `${test.tcId}`).toBe(test.msg);
          expect(aeadSeal(key, nonce, hex(test.msg), aad).equals(sealed)).toBe(true);
        } else expect(open, `${test.tcId}`).toThrow(HpkeError);
        applied++;
      }
    }
    console.log(`Wycheproof ChaCha20-Poly1305: ${applied} applied, ${refused} of other nonce lengths refused, of 325`);
    expect(applied).toBe(316);
    expect(refused).toBe(9);
  });

  it("AES-256-GCM with 96-bit nonces: all pass; other sizes are refused", () => {
    const file = vectors<Wycheproof<AeadTest>>("wycheproof-aes-gcm");
    let [applied, refused, other] = [0, 0, 0];
    for (const { tests, ivSize, keySize } of file.testGroups) {
      for (const test of tests) {
        const [nonce, aad] = [hex(test.iv), hex(test.aad)];
        if (keySize !== 256) {
          other++;
          expect(() => new SecretKey(hex(test.key))).toThrow(RangeError);
          continue;
        }
        const key = new SecretKey(hex(test.key));
        if (ivSize !== 96) {
          expect(() => gcmSeal(key, hex(test.msg), aad, [], nonce)).toThrow(RangeError);
          refused++;
          continue;
        }
        const sealed = Buffer.concat([nonce, hex(test.ct), hex(test.tag)]);
        if (test.result === "valid") {
          expect(gcmOpen(key, sealed, aad)?.toString("hex"), `${test.tcId}`).toBe(test.msg);
          expect(gcmSeal(key, hex(test.msg), aad, [], nonce).equals(sealed)).toBe(true);
        } else expect(gcmOpen(key, sealed, aad), `${test.tcId}`).toBeNull();
        applied++;
      }
    }
    console.log(
      `Wycheproof AES-GCM: ${applied} applied, ${refused} of other nonce lengths and ${other} of other key sizes refused, of 316`,
    );
    expect(applied).toBe(66);
    expect(applied + refused + other).toBe(316);
  });

  it("HKDF-SHA-256: all pass", () => {
    interface HkdfTest {
      readonly tcId: number;
      readonly ikm: string;
      readonly salt: string;
      readonly info: string;
      readonly size: number;
      readonly okm: string;
      readonly result: string;
    }
    let applied = 0;
    for (const test of vectors<Wycheproof<HkdfTest>>("wycheproof-hkdf-sha256").testGroups.flatMap(
      (group) => group.tests,
    )) {
      const derive = () => expand(extract(hex(test.salt), hex(test.ikm)), hex(test.info), test.size).toString("hex");
      if (test.result === "valid") expect(derive(), `${test.tcId}`).toBe(test.okm);
      else expect(derive, `${test.tcId}`).toThrow(RangeError);
      applied++;
    }
    console.log(`Wycheproof HKDF-SHA-256: ${applied} applied, of 86`);
    expect(applied).toBe(86);
  });
});
