import { randomBytes } from "node:crypto";
import { gcmOpen, gcmSeal } from "../keys/aes-gcm.js";
import { SecretKey } from "../keys/secret-key.js";
import { KeyringError, type Keyring } from "../ports/keyring.js";
import { contextBytes } from "./context-bytes.js";
import { ROOT_KEY_BYTES, rootId } from "./root-key.js";
import { wrappedBody, wrappedHead } from "./wrapped.js";

export interface RootKeyringOptions {
  /** What `describe` calls the keyring, such as `file`. */
  readonly name: string;
  /** Destroys the root key where it is kept. Without it `destroy` is refused: the key belongs to someone else. */
  readonly destroy?: () => Promise<void>;
}

/**
 * A keyring over one root key in memory. Wrapped keys are `0x01 ‖ root id 8 ‖ random nonce 12 ‖ ciphertext ‖ tag 16`,
 * AES-256-GCM with the encryption context as associated data.
 *
 * @param key 32 bytes. It is copied; the caller overwrites its own.
 */
export function rootKeyring(key: Buffer, { name, destroy }: RootKeyringOptions): Keyring {
  if (key.length !== ROOT_KEY_BYTES) throw new KeyringError("damaged", "A root key has 32 bytes");
  const secret = new SecretKey(key);
  const id = rootId(key);
  const open = (): SecretKey => {
    if (secret.dropped) throw new KeyringError("closed", "This keyring was closed");
    return secret;
  };

  const keyring: Keyring = {
    async wrap(plain, context) {
      return gcmSeal(open(), plain, contextBytes(id, context), [wrappedHead(id)]);
    },

    async unwrap(wrapped, context) {
      const plain = gcmOpen(open(), wrappedBody(wrapped, id), contextBytes(id, context));
      if (plain === null) throw new KeyringError("foreign", "A wrapped key was altered, or belongs to something else");
      return plain;
    },

    async generate(context) {
      const made = randomBytes(32);
      return { key: made, wrapped: await keyring.wrap(made, context) };
    },

    async describe() {
      return { id: id.toString("base64url"), keyring: name };
    },

    async destroy() {
      open();
      if (destroy === undefined) {
        throw new KeyringError(
          "unsupported",
          `A root key of the keyring ${name} is destroyed where it is kept, not here`,
        );
      }
      await destroy();
      secret.drop();
    },

    async close() {
      secret.drop();
    },
  };
  return keyring;
}
