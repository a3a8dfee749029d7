/** Bytes of one request body (docs/protocol.md). */
export const MAX_BODY_BYTES = 256 * 1024;
/** Records of one request body, over all its envelopes. */
export const MAX_BODY_RECORDS = 500;
/** Bytes of one record's padded plaintext. */
export const MAX_PLAINTEXT_BYTES = 32 * 1024;
/** Plaintexts are padded to a multiple of this many bytes, so that lengths say little. */
export const PAD_BYTES = 64;
/** Bytes of the AEAD tag, RFC 9180's Nt. */
export const TAG_BYTES = 16;
/** Bytes of a stream's id: the head of SHA-256(header ‖ enc). */
export const STREAM_ID_BYTES = 16;
/** Bytes of a key id: the head of the RFC 7638 thumbprint of the recipient's JWK. */
export const KEY_ID_BYTES = 8;
