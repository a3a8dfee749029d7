import { KeyringError } from "../ports/keyring.js";
import { ROOT_ID_BYTES } from "./root-key.js";

const VERSION = 0x01;
const HEAD_BYTES = 1 + ROOT_ID_BYTES;

/** @returns `0x01 ‖ root id 8`: what a wrapped key begins with, in every keyring. */
export function wrappedHead(rootId: Buffer): Buffer {
  return Buffer.concat([Buffer.of(VERSION), rootId]);
}

/**
 * @returns What follows the head.
 * @throws {KeyringError} `foreign` if it is no wrapped key of this version, or another root key's.
 */
export function wrappedBody(wrapped: Uint8Array, rootId: Buffer): Buffer {
  const bytes = Buffer.from(wrapped.buffer, wrapped.byteOffset, wrapped.byteLength);
  if (bytes.length < HEAD_BYTES || bytes[0] !== VERSION) {
    throw new KeyringError("foreign", "A wrapped key is damaged, or of a version that this program does not know");
  }
  const owner = bytes.subarray(1, HEAD_BYTES);
  if (!owner.equals(rootId)) {
    const [theirs, ours] = [owner.toString("base64url"), rootId.toString("base64url")];
    throw new KeyringError("foreign", `A key was wrapped under root key ${theirs}, and this is root key ${ours}`);
  }
  return bytes.subarray(HEAD_BYTES);
}
