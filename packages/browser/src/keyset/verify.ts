import { concat } from "@wayseal/protocol";
import { fromBase64Url } from "../base64url.js";
import { attempt } from "../guard.js";
import { type KeySet, KeySetError, readKeySet, readPart } from "./key-set.js";

/**
 * Reads a key set only if the site's signing key has signed it (RFC 7515 compact form, ES256).
 *
 * @param signingKey The uncompressed P-256 point, 65 bytes.
 * @throws {KeySetError} `unsigned` for any other algorithm, a critical header, a wrong signature, or no WebCrypto.
 */
export async function verifyKeySet(
  jws: string,
  site: string,
  signingKey: Uint8Array,
  subtle: SubtleCrypto | undefined,
): Promise<KeySet> {
  const [head, payload, signature, more] = jws.split(".");
  const { alg, crit } = readPart(head);
  if (!subtle || !signature || more !== undefined || alg !== "ES256" || crit !== undefined) {
    throw new KeySetError("unsigned");
  }
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const key = await subtle.importKey("raw", signingKey as Uint8Array<ArrayBuffer>, algorithm, false, ["verify"]);
  const bytes = attempt(() => fromBase64Url(signature));
  if (!bytes || !(await subtle.verify(algorithm, key, bytes, concat(`${head}.${payload}`)))) {
    throw new KeySetError("unsigned");
  }
  return readKeySet(jws, site);
}
