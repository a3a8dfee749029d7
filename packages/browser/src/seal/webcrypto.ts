import type { KeyPair, Primitives } from "./primitives.js";

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Primitives by WebCrypto.
 *
 * @returns null where WebCrypto or its X25519 is missing: insecure contexts, Chrome before 133, Firefox before 130,
 *   Safari before 17.
 */
export async function webCrypto(subtle: SubtleCrypto | undefined): Promise<Primitives | null> {
  if (!subtle) return null;
  const generateKeyPair = async (): Promise<KeyPair> => {
    const pair = await subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]);
    return {
      publicKey: new Uint8Array(await subtle.exportKey("raw", pair.publicKey)),
      dh: (peer) => deriveBits(subtle, pair.privateKey, peer),
    };
  };
  try {
    await generateKeyPair();
  } catch {
    // The algorithm is not known here: that is the answer, not a fault.
    return null;
  }
  return {
    generateKeyPair,
    async hmac(key, data) {
      const algorithm = { name: "HMAC", hash: "SHA-256" };
      const imported = await subtle.importKey("raw", key as Bytes, algorithm, false, ["sign"]);
      return new Uint8Array(await subtle.sign("HMAC", imported, data as Bytes));
    },
    async sha256(data) {
      return new Uint8Array(await subtle.digest("SHA-256", data as Bytes));
    },
  };
}

/** X25519 by WebCrypto, of a private key that may derive bits. */
export async function deriveBits(subtle: SubtleCrypto, privateKey: CryptoKey, peer: Uint8Array): Promise<Uint8Array> {
  const algorithm = { name: "X25519" };
  const publicKey = await subtle.importKey("raw", peer as Bytes, algorithm, false, []);
  return new Uint8Array(await subtle.deriveBits({ ...algorithm, public: publicKey }, privateKey, 256));
}
