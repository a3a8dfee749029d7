import { KEY_ID_BYTES, X25519_CHACHA20POLY1305 } from "@wayseal/protocol";
import { fromBase64Url } from "../base64url.js";
import { attempt } from "../guard.js";

/** What a site's key set says, to this SDK. */
export interface KeySet {
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly expires: number;
  /** 8 bytes, the envelope's key id of the first key that this SDK can seal to. */
  readonly id: Uint8Array;
  /** That key, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** What the site's policy refuses at capture, where that is more than every browser refuses. */
  readonly refused?: RegExp | undefined;
}

export type KeySetFault = "unreadable" | "unsigned" | "other-site" | "older" | "no-key" | "unavailable";

/** The key set cannot be used. */
export class KeySetError extends Error {
  override readonly name = "KeySetError";
  declare readonly message: KeySetFault;
}

/**
 * Reads a compact JWS's payload as a key set, without looking at its signature.
 *
 * @throws {KeySetError} `unreadable`, `other-site`, or `no-key` if no key is of a suite that this SDK knows.
 */
export function readKeySet(jws: string, site: string): KeySet {
  const { version, expires, keys, policy, site: owner } = readPart(jws.split(".")[1]);
  if (typeof version !== "number" || typeof expires !== "number" || !Array.isArray(keys))
    throw new KeySetError("unreadable");
  if (owner !== site) throw new KeySetError("other-site");
  // A share of the policy that cannot be read refuses all: `trim` is there for whatever is no text.
  const refused = policy === undefined ? policy : (attempt(() => new RegExp((policy as string).trim(), "isu")) ?? /^/);
  for (const jwk of keys as (Record<string, unknown> | null)[]) {
    const [id, publicKey] = [jwk?.["kid"], jwk?.["x"]].map((text) => attempt(() => fromBase64Url(String(text))));
    if (jwk?.["alg"] === X25519_CHACHA20POLY1305.alg && id?.length === KEY_ID_BYTES && publicKey?.length === 32)
      return { version, expires, id, publicKey, refused };
  }
  throw new KeySetError("no-key");
}

/** Reads one part of a compact JWS as a JSON object. @throws {KeySetError} `unreadable`. */
export function readPart(part = ""): Record<string, unknown> {
  const value: unknown = attempt(() => JSON.parse(new TextDecoder().decode(fromBase64Url(part))) as unknown);
  if (typeof value === "object" && value) return value as Record<string, unknown>;
  throw new KeySetError("unreadable");
}
