import { KEY_ID_BYTES, X25519_CHACHA20POLY1305 } from "@wayseal/protocol";
import { fromBase64Url } from "../base64url.js";

/** A recipient's public key that this SDK can seal to. */
export interface RecipientKey {
  /** 8 bytes, the envelope's key id. */
  readonly id: Uint8Array;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** A site's key set, read. */
export interface KeySet {
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly expires: number;
  readonly key: RecipientKey;
}

export type KeySetFault = "unreadable" | "unsigned" | "other-site" | "older" | "no-key" | "unavailable";

export class KeySetError extends Error {
  override readonly name = "KeySetError";
  constructor(readonly code: KeySetFault) {
    super(`The key set cannot be used: ${code}`);
  }
}

/**
 * Reads a compact JWS's payload as a key set, without looking at its signature.
 *
 * @throws {KeySetError} `unreadable`, `other-site`, or `no-key` if no key is of a suite that this SDK knows.
 */
export function readKeySet(jws: string, site: string): KeySet {
  const set = readPart(jws.split(".")[1]);
  const { version, expires, keys } = set;
  if (typeof version !== "number" || typeof expires !== "number" || !Array.isArray(keys))
    throw new KeySetError("unreadable");
  if (set.site !== site) throw new KeySetError("other-site");
  for (const jwk of keys as unknown[]) {
    const { kty, crv, alg, kid, x } = (jwk ?? {}) as Record<string, unknown>;
    if (kty !== "OKP" || crv !== "X25519" || alg !== X25519_CHACHA20POLY1305.alg) continue;
    const key = { id: bytesOf(kid), publicKey: bytesOf(x) };
    if (key.id.length === KEY_ID_BYTES && key.publicKey.length === 32) return { version, expires, key };
  }
  throw new KeySetError("no-key");
}

/** Reads one part of a compact JWS as a JSON object. @throws {KeySetError} `unreadable`. */
export function readPart(part: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(fromBase64Url(part ?? "")));
    if (typeof value === "object" && value) return value as Record<string, unknown>;
  } catch {
    // Reported below, with the cases that parse and are no object.
  }
  throw new KeySetError("unreadable");
}

function bytesOf(text: unknown): Uint8Array {
  try {
    return fromBase64Url(String(text));
  } catch {
    return new Uint8Array(0);
  }
}
