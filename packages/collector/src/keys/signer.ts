import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { KeySetError } from "./verify-key-set.js";

/** A signing key that is kept off the collector. */
export interface Signer {
  readonly key: KeyObject;
  /** The uncompressed P-256 point, 65 bytes. */
  readonly publicKey: Buffer;
}

/** @returns A new signing key as PEM (PKCS #8), to be kept by whoever signs key sets. */
export function makeSigner(): { readonly pem: string; readonly publicKey: Buffer } {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" });
  return { pem: String(pem), publicKey: pointOf(privateKey) };
}

/**
 * Reads a signing key from PEM, such as openssl makes.
 *
 * @param passphrase Asked for where the key is encrypted.
 * @throws {KeySetError}
 */
export async function readSigner(pem: string, passphrase: () => Promise<string>): Promise<Signer> {
  const isEncrypted = pem.includes("ENCRYPTED");
  const secret = isEncrypted ? await passphrase() : undefined;
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, format: "pem", ...(secret !== undefined && { passphrase: secret }) });
  } catch {
    const wrong = isEncrypted ? "The passphrase is wrong, or that is no signing key" : "That is no signing key";
    throw new KeySetError("unreadable", `${wrong}: PEM of a P-256 private key is wanted`);
  }
  if (key.asymmetricKeyDetails?.namedCurve !== "prime256v1") {
    throw new KeySetError("unreadable", "A signing key is on the curve P-256");
  }
  return { key, publicKey: pointOf(key) };
}

function pointOf(key: KeyObject): Buffer {
  const { x = "", y = "" } = createPublicKey(key).export({ format: "jwk" });
  return Buffer.concat([Buffer.of(4), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
}
