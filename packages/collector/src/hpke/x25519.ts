import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from "node:crypto";
import { HpkeError } from "./errors.js";

/** Bytes of an X25519 key, RFC 9180's Npk and Nsk. */
export const X25519_BYTES = 32;
/** PKCS #8 of an X25519 private key up to its 32 bytes (RFC 8410 §7). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b656e04220420", "hex");
const ZEROS = Buffer.alloc(X25519_BYTES);

export interface X25519KeyPair {
  readonly privateKey: KeyObject;
  /** Raw, 32 bytes. */
  readonly publicKey: Buffer;
}

/** @throws {HpkeError} If it does not have 32 bytes. */
export function importPublicKey(raw: Uint8Array): KeyObject {
  if (raw.length !== X25519_BYTES) throw new HpkeError("An X25519 public key has 32 bytes");
  // As a JWK: a tenth of the time that OpenSSL's DER decoder takes.
  return createPublicKey({ key: { kty: "OKP", crv: "X25519", x: view(raw).toString("base64url") }, format: "jwk" });
}

/** @throws {HpkeError} If it does not have 32 bytes. */
export function importPrivateKey(raw: Uint8Array): KeyObject {
  if (raw.length !== X25519_BYTES) throw new HpkeError("An X25519 private key has 32 bytes");
  const der = Buffer.concat([PKCS8_PREFIX, raw]);
  try {
    return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  } finally {
    der.fill(0);
  }
}

/**
 * RFC 9180's GenerateKeyPair.
 *
 * Node 20's JWK export holds the pair's lock while it allocates. If that sets off a garbage collection which takes the
 * finished generation job, the job waits for the same lock, and the process hangs for good. So: DER.
 */
export function generateKeyPair(): X25519KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync("x25519");
  const der = publicKey.export({ format: "der", type: "spki" });
  return { privateKey, publicKey: Buffer.from(der.subarray(der.length - X25519_BYTES)) };
}

/** @returns The private key's 32 bytes. The caller overwrites them after use. */
export function exportPrivateKey(privateKey: KeyObject): Buffer {
  const der = privateKey.export({ format: "der", type: "pkcs8" });
  try {
    return Buffer.from(der.subarray(der.length - X25519_BYTES));
  } finally {
    der.fill(0);
  }
}

/**
 * RFC 9180's DH. A shared secret of zeros is refused (RFC 9180 §7.1.4): it says that the public key was of low order,
 * so that anyone knows the secret.
 *
 * @throws {HpkeError}
 */
export function dh(privateKey: KeyObject, publicKey: KeyObject): Buffer {
  let secret: Buffer;
  try {
    secret = diffieHellman({ privateKey, publicKey });
  } catch {
    // OpenSSL refuses zeros by itself; which versions do is not ours to rely on.
    throw new HpkeError("The public key is of low order");
  }
  if (secret.equals(ZEROS)) throw new HpkeError("The public key is of low order");
  return secret;
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
