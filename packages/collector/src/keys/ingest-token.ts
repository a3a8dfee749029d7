import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import { KEY_ID_BYTES } from "@wayseal/protocol";

/** A pair whose private half signs a site's ingest tokens, on the merchant's server and nowhere here. */
export interface IngestPair {
  /** base64url of the first 8 bytes of the public JWK's RFC 7638 thumbprint. */
  readonly kid: string;
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Buffer;
  /** RFC 8037's JWK, private half included, for whoever signs tokens. */
  readonly jwk: { readonly kty: "OKP"; readonly crv: "Ed25519"; readonly x: string; readonly d: string; kid: string };
  readonly privateKey: KeyObject;
}

/** When a token vouches for streams that begin; milliseconds since 1970. */
export interface TokenSpan {
  readonly from: number;
  readonly until: number;
}

/** A public key that tokens are checked with. */
export type VerifyingKey = KeyObject;

const RAW_BYTES = 32;

export function makeIngestPair(): IngestPair {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  // As DER, like `hpke/x25519.ts`: Node 20's JWK export can hang.
  const raw = tailOf(publicKey.export({ format: "der", type: "spki" }));
  const secret = tailOf(privateKey.export({ format: "der", type: "pkcs8" }));
  const x = raw.toString("base64url");
  const thumbprint = createHash("sha256").update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest();
  const kid = thumbprint.subarray(0, KEY_ID_BYTES).toString("base64url");
  return {
    kid,
    publicKey: raw,
    privateKey,
    jwk: { kty: "OKP", crv: "Ed25519", x, d: secret.toString("base64url"), kid },
  };
}

/** @param raw 32 bytes. */
export function importIngestKey(raw: Uint8Array): VerifyingKey {
  return createPublicKey({
    key: { kty: "OKP", crv: "Ed25519", x: Buffer.from(raw).toString("base64url") },
    format: "jwk",
  });
}

/** @returns A compact JWS (RFC 7515 §7.1), EdDSA (RFC 8037 §3.1), over RFC 7519's `aud`, `iat` and `exp`. */
export function signIngestToken(
  { kid, privateKey }: Pick<IngestPair, "kid" | "privateKey">,
  site: string,
  span: TokenSpan,
): string {
  const claims = { aud: site, iat: Math.floor(span.from / 1000), exp: Math.floor(span.until / 1000) };
  const input = [{ alg: "EdDSA", kid }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${input}.${sign(null, Buffer.from(input), privateKey).toString("base64url")}`;
}

/**
 * Checks a token's signature and whom it is for. Never throws, whatever the text.
 *
 * @param keys The site's ingest keys, by kid.
 * @returns When it is good for; null if it is no token of this site's keys, or has no end.
 */
export function readIngestToken(
  token: string,
  site: string,
  keys: ReadonlyMap<string, VerifyingKey>,
): TokenSpan | null {
  const [header = "", claims = "", signature = "", ...rest] = token.split(".");
  const head = object(header);
  // The algorithm is fixed: what a header asks for beyond that is refused, not followed (RFC 8725 §3.1).
  if (rest.length > 0 || head?.["alg"] !== "EdDSA" || head["crit"] !== undefined) return null;
  const key = typeof head["kid"] === "string" ? keys.get(head["kid"]) : undefined;
  if (key === undefined) return null;
  if (!verify(null, Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, "base64url"))) return null;
  const { aud, exp, iat, nbf } = object(claims) ?? {};
  if (!(Array.isArray(aud) ? aud.includes(site) : aud === site) || !isTime(exp)) return null;
  const begins = nbf === undefined ? iat : nbf;
  if (begins !== undefined && !isTime(begins)) return null;
  return { from: begins === undefined ? -Infinity : begins * 1000, until: exp * 1000 };
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function object(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    // No JSON: no token.
    return null;
  }
}

/** Both DER forms of an Ed25519 key end with its 32 bytes (RFC 8410). */
function tailOf(der: Buffer): Buffer {
  return Buffer.from(der.subarray(der.length - RAW_BYTES));
}
