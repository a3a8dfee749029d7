import { HpkeError } from "./errors.js";
import { KEM_SUITE_ID, labeledExpand, labeledExtract } from "./labeled.js";
import { dh, generateKeyPair, importPublicKey, X25519_BYTES, type X25519KeyPair } from "./x25519.js";

/** A key pair with both halves at hand: decapsulation needs the public bytes too. */
export type RecipientPair = X25519KeyPair;

/** RFC 9180 §4.1, Encap. `ephemeral` is for known-answer tests alone. @throws {HpkeError} */
export function encap(
  publicKey: Uint8Array,
  ephemeral: X25519KeyPair = generateKeyPair(),
): { readonly sharedSecret: Buffer; readonly enc: Buffer } {
  const secret = dh(ephemeral.privateKey, importPublicKey(publicKey));
  return { sharedSecret: extractAndExpand(secret, ephemeral.publicKey, publicKey), enc: ephemeral.publicKey };
}

/** RFC 9180 §4.1, Decap. @throws {HpkeError} If `enc` has another length or is of low order. */
export function decap(enc: Uint8Array, recipient: RecipientPair): Buffer {
  if (enc.length !== X25519_BYTES) throw new HpkeError("An encapsulated key of this suite has 32 bytes");
  return extractAndExpand(dh(recipient.privateKey, importPublicKey(enc)), enc, recipient.publicKey);
}

function extractAndExpand(secret: Buffer, enc: Uint8Array, publicKey: Uint8Array): Buffer {
  const prk = labeledExtract(null, KEM_SUITE_ID, "eae_prk", secret);
  secret.fill(0);
  return labeledExpand(prk, KEM_SUITE_ID, "shared_secret", Buffer.concat([enc, publicKey]), 32);
}
