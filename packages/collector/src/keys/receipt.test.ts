import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { rootKeyring } from "../keyring/root-keyring.js";
import type { OwnKey } from "../ports/erasures.js";
import { ed25519KeyId } from "./own-signer.js";
import { openReceiptKey, RECEIPT_TYPE } from "./receipt-key.js";
import { parseReceiptKey, verifyReceipt } from "./verify-receipt.js";

function ownKeys() {
  const keys: OwnKey[] = [];
  return {
    keys,
    ownKey: async () => keys[0] ?? null,
    addOwnKey: async (key: OwnKey) => (keys.push(key), key),
    ownKeys: async () => keys,
    rewrapOwnKey: async () => undefined,
  };
}
const keyring = rootKeyring(randomBytes(32), { name: "memory" });
const says = { version: 1, kind: "erasure", subject: "ab", rows: { count: 7 } };
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("receipts", () => {
  it("hold what was signed, and are checked with the public key alone", async () => {
    const key = await openReceiptKey({ catalog: ownKeys(), keyring });
    const receipt = await key.sign(says);
    expect(verifyReceipt(` ${receipt}\n`, key.publicKey)).toEqual(says);
    expect(await key.sign(says)).toBe(receipt);
  });

  it("are signed with the same key after a restart", async () => {
    const catalog = ownKeys();
    const first = await openReceiptKey({ catalog, keyring });
    const second = await openReceiptKey({ catalog, keyring });
    expect(second.publicKey).toEqual(first.publicKey);
    expect(verifyReceipt(await second.sign(says), first.publicKey)).toEqual(says);
  });

  it("keep their private key wrapped: another root key does not sign with it", async () => {
    const catalog = ownKeys();
    await openReceiptKey({ catalog, keyring });
    const other = await openReceiptKey({ catalog, keyring: rootKeyring(randomBytes(32), { name: "memory" }) });
    await expect(other.sign(says)).rejects.toMatchObject({ name: "KeyringError" });
  });

  it("do not verify with any character changed", async () => {
    const key = await openReceiptKey({ catalog: ownKeys(), keyring });
    const receipt = await key.sign(says);
    let refused = 0;
    for (let at = 0; at < receipt.length; at++) {
      const changed = `${receipt.slice(0, at)}${receipt[at] === "A" ? "B" : "A"}${receipt.slice(at + 1)}`;
      expect(() => verifyReceipt(changed, key.publicKey), `at ${at}`).toThrow();
      refused++;
    }
    console.log(`${refused} changed receipts, none verified`);
    for (let length = 0; length < receipt.length; length++) {
      expect(() => verifyReceipt(receipt.slice(0, length), key.publicKey)).toThrow();
    }
    // Negative control.
    expect(verifyReceipt(receipt, key.publicKey)).toEqual(says);
  });

  it("are refused when another key signed them, whatever key they name", async () => {
    const key = await openReceiptKey({ catalog: ownKeys(), keyring });
    const forger = generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" });
    const forge = (header: object) => {
      const input = `${part(header)}.${part(says)}`;
      const privateKey = createPrivateKey({ key: forger, format: "der", type: "pkcs8" });
      return `${input}.${sign(null, Buffer.from(input), privateKey).toString("base64url")}`;
    };
    const header = { alg: "EdDSA", kid: key.kid, typ: RECEIPT_TYPE };
    expect(() => verifyReceipt(forge(header), key.publicKey)).toThrow(/altered/);
    expect(() => verifyReceipt(forge({ ...header, kid: "x" }), key.publicKey)).toThrow(/another key/);
    for (const alg of ["none", "ES256", "HS256", "EdDSA ", undefined]) {
      expect(() => verifyReceipt(forge({ ...header, alg }), key.publicKey)).toThrow(/header/);
    }
    expect(() => verifyReceipt(`${part(header)}.${part(says)}.`, key.publicKey)).toThrow(/not a compact JWS/);
    expect(() => verifyReceipt(forge({ ...header, typ: "JWT" }), key.publicKey)).toThrow(/header/);
  });

  it("take the key as base64url or as a JWK, and nothing else", async () => {
    const { publicKey, kid } = await openReceiptKey({ catalog: ownKeys(), keyring });
    const x = publicKey.toString("base64url");
    expect(parseReceiptKey(`${x}\n`)).toEqual(publicKey);
    expect(parseReceiptKey(JSON.stringify({ kty: "OKP", crv: "Ed25519", x, kid }))).toEqual(publicKey);
    const wrong = ["", "x", x.slice(1), `${x}A`, "{", "{}", JSON.stringify({ kty: "OKP", crv: "X25519", x })];
    for (const text of wrong) expect(() => parseReceiptKey(text), text).toThrow(/key/);
  });

  it("name their key as RFC 8037, appendix A.3, does", () => {
    const x = Buffer.from("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "base64url");
    expect(ed25519KeyId(x)).toBe("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  });
});
