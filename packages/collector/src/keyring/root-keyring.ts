import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from "node:crypto";
import { KeyringError, type Keyring } from "../ports/keyring.js";
import { contextBytes } from "./context-bytes.js";
import { ROOT_ID_BYTES, ROOT_KEY_BYTES, rootId } from "./root-key.js";

const VERSION = 0x01;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + ROOT_ID_BYTES + NONCE_BYTES;

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
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", secret, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(contextBytes(id, context));
      const ciphertext = cipher.update(plain);
      cipher.final();
      return Buffer.concat([Buffer.of(VERSION), id, nonce, ciphertext, cipher.getAuthTag()]);
    },

    async unwrap(wrapped, context) {
      const bytes = Buffer.from(wrapped.buffer, wrapped.byteOffset, wrapped.byteLength);
      if (bytes.length < HEAD_BYTES + TAG_BYTES || bytes[0] !== VERSION) {
        throw new KeyringError("foreign", "A wrapped key is damaged, or of a version that this program does not know");
      }
      const owner = bytes.subarray(1, 1 + ROOT_ID_BYTES);
      if (!owner.equals(id)) {
        const [theirs, ours] = [owner.toString("base64url"), id.toString("base64url")];
        throw new KeyringError("foreign", `A key was wrapped under root key ${theirs}, and this is root key ${ours}`);
      }
      const decipher = createDecipheriv("aes-256-gcm", secret, bytes.subarray(1 + ROOT_ID_BYTES, HEAD_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(contextBytes(id, context));
      decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
      const plain = decipher.update(bytes.subarray(HEAD_BYTES, bytes.length - TAG_BYTES));
      try {
        decipher.final();
      } catch {
        plain.fill(0);
        throw new KeyringError("foreign", "A wrapped key was altered, or belongs to something else");
      }
      return plain;
    },

    async describe() {
      return { id: id.toString("base64url"), keyring: name };
    },
  };
}
