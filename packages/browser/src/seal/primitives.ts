/** An X25519 key pair whose private half never leaves it. */
export interface KeyPair {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** @returns RFC 7748 X25519 of the private half and `peer`, 32 bytes. @throws If `peer` is of low order. */
  readonly dh: (peer: Uint8Array) => Promise<Uint8Array>;
}

/** What setting up a stream needs. WebCrypto gives it where it can; a chunk loaded on demand gives it elsewhere. */
export interface Primitives {
  generateKeyPair(): Promise<KeyPair>;
  /** HMAC-SHA-256, 32 bytes. */
  hmac(key: Uint8Array, data: Uint8Array): Promise<Uint8Array>;
  /** 32 bytes. */
  sha256(data: Uint8Array): Promise<Uint8Array>;
}
