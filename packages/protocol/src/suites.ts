/** An HPKE suite as three RFC 9180 §7 identifiers, with the sizes a framing parser needs. */
export interface Suite {
  /** RFC 9180 §7.1 KEM id. */
  readonly kem: number;
  /** RFC 9180 §7.2 KDF id. */
  readonly kdf: number;
  /** RFC 9180 §7.3 AEAD id. */
  readonly aead: number;
  /** Bytes of the encapsulated key, RFC 9180's Nenc. */
  readonly encLength: number;
  /** The `alg` of a recipient key's JWK in a key set. */
  readonly alg: string;
}

/** DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305. */
export const X25519_CHACHA20POLY1305: Suite = {
  kem: 0x0020,
  kdf: 0x0001,
  aead: 0x0003,
  encLength: 32,
  alg: "wayseal-x25519-chacha20poly1305",
};

/** Bytes of `enc` by KEM id. A KEM that is listed can be framed, whether or not a collector can open it. */
export const ENC_LENGTHS: Readonly<Record<number, number>> = {
  0x0020: 32,
  // ML-KEM-768 + X25519 (draft-ietf-hpke-pq): framed already, so that a later suite moves no byte.
  0x647a: 1120,
};
