import { createHash, createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import type { OwnKey, OwnKeyCatalog } from "../ports/erasures.js";
import type { Keyring } from "../ports/keyring.js";
import { ownKeyContext } from "./contexts.js";

/** Bytes of an Ed25519 key, private or public (RFC 8032 §5.1.5). */
const KEY_BYTES = 32;
/** What stands before the seed in PKCS #8 (RFC 8410 §7). */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");

export const RECEIPT_TYPE = "wayseal-receipt+jws";

/** The install's key that signs receipts. */
export interface ReceiptKey {
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Buffer;
  /** RFC 7638 thumbprint of its JWK, base64url. */
  readonly kid: string;
  /** @returns A compact JWS (RFC 7515 §7.1), EdDSA (RFC 8037 §3.1). The same payload gives the same text. */
  sign(payload: object): Promise<string>;
}

/** Reads the install's receipt key, which is made the first time. @throws {CatalogError | KeyringError} */
export async function openReceiptKey({
  catalog,
  keyring,
  now = Date.now,
}: {
  readonly catalog: OwnKeyCatalog;
  readonly keyring: Pick<Keyring, "wrap" | "unwrap">;
  readonly now?: () => number;
}): Promise<ReceiptKey> {
  const stored =
    (await catalog.ownKey("receipt", "", "")) ?? (await catalog.addOwnKey(await makeReceiptKey(keyring, now())));
  const { publicKey } = stored;
  const kid = receiptKeyId(publicKey);
  const header = Buffer.from(JSON.stringify({ alg: "EdDSA", kid, typ: RECEIPT_TYPE })).toString("base64url");
  return {
    publicKey,
    kid,
    async sign(payload) {
      const input = `${header}.${Buffer.from(JSON.stringify(payload)).toString("base64url")}`;
      // Unwrapped for each receipt and let go: they are few, and nothing is to be had from holding it.
      const seed = await keyring.unwrap(stored.wrapped, ownKeyContext(stored));
      const der = Buffer.concat([PKCS8_HEAD, seed]);
      try {
        const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
        return `${input}.${sign(null, Buffer.from(input), key).toString("base64url")}`;
      } finally {
        seed.fill(0);
        der.fill(0);
      }
    },
  };
}

/** @returns The RFC 7638 thumbprint of an Ed25519 public key's JWK (RFC 8037 §2), base64url. */
export function receiptKeyId(publicKey: Buffer): string {
  const jwk = `{"crv":"Ed25519","kty":"OKP","x":"${publicKey.toString("base64url")}"}`;
  return createHash("sha256").update(jwk).digest("base64url");
}

async function makeReceiptKey(keyring: Pick<Keyring, "wrap">, now: number): Promise<OwnKey> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const der = privateKey.export({ format: "der", type: "pkcs8" });
  const identity = { purpose: "receipt", site: "", name: "" } as const;
  try {
    return {
      ...identity,
      publicKey: publicKey.export({ format: "der", type: "spki" }).subarray(-KEY_BYTES),
      wrapped: await keyring.wrap(der.subarray(-KEY_BYTES), ownKeyContext(identity)),
      created: now,
    };
  } finally {
    der.fill(0);
  }
}
