import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import type { OwnKey, OwnKeyCatalog } from "../ports/erasures.js";
import type { Keyring } from "../ports/keyring.js";
import { ownKeyContext } from "./contexts.js";

/** Bytes of an Ed25519 key, private or public (RFC 8032 §5.1.5). */
const KEY_BYTES = 32;
/** What stands before the seed in PKCS #8 (RFC 8410 §7). */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");

/** An Ed25519 key of the install's own. */
export interface OwnSigner {
  /** Raw, 32 bytes. */
  readonly publicKey: Buffer;
  /** RFC 7638 thumbprint of its JWK, base64url. */
  readonly kid: string;
  /** @returns 64 bytes. @throws {KeyringError} */
  sign(message: Uint8Array): Promise<Buffer>;
}

export interface OwnSignerParts {
  readonly catalog: Pick<OwnKeyCatalog, "ownKey" | "addOwnKey">;
  readonly keyring: Pick<Keyring, "wrap" | "unwrap">;
  readonly now?: () => number;
}

/** Opens a signing key outside the hierarchy of DEKs, which is made the first time. @throws {CatalogError | KeyringError} */
export async function openOwnSigner(
  { catalog, keyring, now = Date.now }: OwnSignerParts,
  identity: Pick<OwnKey, "purpose" | "site" | "name">,
): Promise<OwnSigner> {
  const { purpose, site, name } = identity;
  const stored =
    (await catalog.ownKey(purpose, site, name)) ?? (await catalog.addOwnKey(await make(keyring, identity, now())));
  const { publicKey } = stored;
  return {
    publicKey,
    kid: ed25519KeyId(publicKey),
    async sign(message) {
      // Unwrapped for each signature and let go: they are few, and nothing is to be had from holding it.
      const seed = await keyring.unwrap(stored.wrapped, ownKeyContext(stored));
      const der = Buffer.concat([PKCS8_HEAD, seed]);
      try {
        return sign(null, message, createPrivateKey({ key: der, format: "der", type: "pkcs8" }));
      } finally {
        seed.fill(0);
        der.fill(0);
      }
    },
  };
}

/** @returns Whether an Ed25519 signature of `message` is good; false too where a part of it has the wrong shape. */
export function verifyEd25519(publicKey: Buffer, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== KEY_BYTES) return false;
  const key = createPublicKey({
    key: { kty: "OKP", crv: "Ed25519", x: publicKey.toString("base64url") },
    format: "jwk",
  });
  return verify(null, message, key, signature);
}

/** @returns The RFC 7638 thumbprint of an Ed25519 public key's JWK (RFC 8037 §2), base64url. */
export function ed25519KeyId(publicKey: Buffer): string {
  const jwk = `{"crv":"Ed25519","kty":"OKP","x":"${publicKey.toString("base64url")}"}`;
  return createHash("sha256").update(jwk).digest("base64url");
}

async function make(
  keyring: Pick<Keyring, "wrap">,
  { purpose, site, name }: Pick<OwnKey, "purpose" | "site" | "name">,
  now: number,
): Promise<OwnKey> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const der = privateKey.export({ format: "der", type: "pkcs8" });
  try {
    return {
      ...{ purpose, site, name, created: now },
      publicKey: publicKey.export({ format: "der", type: "spki" }).subarray(-KEY_BYTES),
      wrapped: await keyring.wrap(der.subarray(-KEY_BYTES), ownKeyContext({ purpose, site, name })),
    };
  } finally {
    der.fill(0);
  }
}
