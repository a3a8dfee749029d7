import { x25519 } from "@noble/curves/ed25519.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { KeyPair, Primitives } from "./primitives.js";

/**
 * Primitives in JavaScript, for browsers and insecure contexts without WebCrypto's X25519. This file is a chunk of its
 * own, loaded only there.
 */
export const primitives: Primitives = {
  generateKeyPair: async () => keyPairOf(x25519.utils.randomSecretKey()),
  hmac: async (key, data) => hmac(sha256, key, data),
  sha256: async (data) => sha256(data),
};

/** @param privateKey 32 bytes. */
export function keyPairOf(privateKey: Uint8Array): KeyPair {
  return {
    publicKey: x25519.getPublicKey(privateKey),
    dh: async (peer) => x25519.getSharedSecret(privateKey, peer),
  };
}
