import { createSecretKey } from "node:crypto";
import { gcmOpen, gcmSeal } from "../keys/aes-gcm.js";
import { KeyringError, type Keyring } from "../ports/keyring.js";
import { contextBytes } from "./context-bytes.js";
import { ROOT_ID_BYTES, ROOT_KEY_BYTES, rootId } from "./root-key.js";

const VERSION = Buffer.of(0x01);
const HEAD_BYTES = VERSION.length + ROOT_ID_BYTES;

/**
 * A keyring over one root key in memory. Wrapped keys are `0x01 ‖ root id 8 ‖ random nonce 12 ‖ ciphertext ‖ tag 16`,
 * AES-256-GCM with the encryption context as associated data.
 *
 * @param key 32 bytes. It is copied; the caller overwrites its own.
 * @param name What `describe` calls the keyring, such as `file`.
 */
export function rootKeyring(key: Buffer, name: string): Keyring {
  if (key.length !== ROOT_KEY_BYTES) throw new KeyringError("damaged", "A root key has 32 bytes");
  const secret = createSecretKey(key);
  const id = rootId(key);

  return {
    async wrap(plain, context) {
      return gcmSeal(secret, plain, contextBytes(id, context), [VERSION, id]);
    },

    async unwrap(wrapped, context) {
      const bytes = Buffer.from(wrapped.buffer, wrapped.byteOffset, wrapped.byteLength);
      if (bytes.length < HEAD_BYTES || bytes[0] !== VERSION[0]) {
        throw new KeyringError("foreign", "A wrapped key is damaged, or of a version that this program does not know");
      }
      const owner = bytes.subarray(VERSION.length, HEAD_BYTES);
      if (!owner.equals(id)) {
        const [theirs, ours] = [owner.toString("base64url"), id.toString("base64url")];
        throw new KeyringError("foreign", `A key was wrapped under root key ${theirs}, and this is root key ${ours}`);
      }
      const plain = gcmOpen(secret, bytes.subarray(HEAD_BYTES), contextBytes(id, context));
      if (plain === null) throw new KeyringError("foreign", "A wrapped key was altered, or belongs to something else");
      return plain;
    },

    async describe() {
      return { id: id.toString("base64url"), keyring: name };
    },
  };
}
