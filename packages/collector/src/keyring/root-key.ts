import { createHmac } from "node:crypto";

/** Bytes of a root key: AES-256. */
export const ROOT_KEY_BYTES = 32;
/** Bytes of its id. */
export const ROOT_ID_BYTES = 8;

/** @returns A name for the key, 8 bytes, made of the key one way: it tells nothing and shows a damaged key. */
export function rootId(key: Uint8Array): Buffer {
  return createHmac("sha256", key).update("wayseal/1 root key id").digest().subarray(0, ROOT_ID_BYTES);
}
