import { createPrivateKey, type KeyObject, sign } from "node:crypto";
import { X25519_CHACHA20POLY1305 } from "@wayseal/protocol";
import type { RecipientKey, SigningKey } from "../ports/catalog.js";
import type { Keyring } from "../ports/keyring.js";
import { signingContext } from "./contexts.js";

/** What a key set says (docs/protocol.md). Times are milliseconds since 1970. */
export interface KeySet {
  readonly site: string;
  /** Grows whenever the keys change: a browser refuses a lower one than it has seen. */
  readonly version: number;
  readonly issued: number;
  readonly expires: number;
  readonly keys: readonly Pick<RecipientKey, "kid" | "publicKey">[];
  /** The SDK's share of the policy: what it refuses before it seals, where that is more than what is built in. */
  readonly policy?: string | undefined;
}

const HEADER = Buffer.from('{"alg":"ES256"}').toString("base64url");

/** @returns A compact JWS (RFC 7515 §7.1), ES256 (RFC 7518 §3.4), over the set with its keys as OKP JWKs (RFC 8037). */
export function signKeySet({ site, version, issued, expires, keys, policy }: KeySet, signingKey: KeyObject): string {
  const payload = {
    site,
    version,
    issued,
    expires,
    keys: keys.map(toJwk),
    ...(policy !== undefined && { policy }),
  };
  const input = `${HEADER}.${Buffer.from(JSON.stringify(payload)).toString("base64url")}`;
  const signature = sign("sha256", Buffer.from(input), { key: signingKey, dsaEncoding: "ieee-p1363" });
  return `${input}.${signature.toString("base64url")}`;
}

/** @returns A recipient key as a key set has it: an OKP JWK (RFC 8037). */
export function toJwk({ kid, publicKey }: Pick<RecipientKey, "kid" | "publicKey">) {
  const x = publicKey.toString("base64url");
  return { kty: "OKP", crv: "X25519", x, kid, alg: X25519_CHACHA20POLY1305.alg } as const;
}

/** A signing key whose private half the collector holds. */
export type HeldSigningKey = SigningKey & { readonly wrapped: Buffer };

/** @throws {KeyringError} If the signing key was wrapped under another root key. */
export async function unwrapSigningKey(
  keyring: Keyring,
  { site, publicKey, wrapped }: HeldSigningKey,
): Promise<KeyObject> {
  const secret = await keyring.unwrap(wrapped, signingContext(site));
  try {
    return createPrivateKey({
      key: {
        kty: "EC",
        crv: "P-256",
        x: publicKey.subarray(1, 33).toString("base64url"),
        y: publicKey.subarray(33).toString("base64url"),
        d: secret.toString("base64url"),
      },
      format: "jwk",
    });
  } finally {
    secret.fill(0);
  }
}
