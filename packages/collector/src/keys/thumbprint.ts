import { createHash } from "node:crypto";
import { KEY_ID_BYTES } from "@wayseal/protocol";

/**
 * @param publicKey Raw X25519 public key.
 * @returns The key's id in an envelope: the first 8 bytes of its JWK's SHA-256 thumbprint (RFC 7638 §3, RFC 8037 §2).
 */
export function keyId(publicKey: Buffer): Buffer {
  const jwk = `{"crv":"X25519","kty":"OKP","x":"${publicKey.toString("base64url")}"}`;
  return createHash("sha256").update(jwk).digest().subarray(0, KEY_ID_BYTES);
}
