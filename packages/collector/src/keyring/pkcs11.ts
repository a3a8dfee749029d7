import { createHash, randomBytes } from "node:crypto";
import { GCM_NONCE_BYTES, GCM_TAG_BYTES } from "../keys/aes-gcm.js";
import { type Keyring, KeyringError } from "../ports/keyring.js";
import { contextBytes } from "./context-bytes.js";
import { loadPkcs11, type Pkcs11Module, reasonOf } from "./pkcs11-module.js";
import { findKey, openPkcs11Session, type Pkcs11Place, type Pkcs11Session, signIn } from "./pkcs11-session.js";
import { ROOT_ID_BYTES, ROOT_KEY_BYTES } from "./root-key.js";
import { wrappedBody, wrappedHead } from "./wrapped.js";

export interface Pkcs11Options extends Pkcs11Place {
  /** Absolute path of the library of the HSM's maker. */
  readonly module: string;
  /** Copied; the caller overwrites its own. */
  readonly pin: Buffer;
}

/** Before what is wrapped: some HSMs encrypt no empty text. */
const MARK = Buffer.of(0x01);
/** What says that the connection is gone and a new session may help; anything else is about the key or what it wrapped. */
const LOST = /CKR_(SESSION|USER_NOT_LOGGED_IN|DEVICE|TOKEN_NOT|KEY_HANDLE|CRYPTOKI_NOT|HOST_MEMORY|OBJECT_HANDLE)/;

/**
 * Makes an AES-256 key in an HSM that never leaves it. There is no recovery copy: an HSM is backed up by its maker's means.
 *
 * @throws {KeyringError} `exists` if there is a key of that label already, `refused`, `missing` or `unavailable`
 */
export async function createPkcs11Key(options: Pkcs11Options): Promise<void> {
  const hsm = await loadPkcs11(options.module);
  const { api, module } = hsm;
  try {
    const session = signIn(hsm, options, options.pin);
    if (findKey(hsm, session, options) !== null) {
      throw new KeyringError("exists", `The HSM's token ${options.token} holds a key ${options.object} already`);
    }
    module.C_GenerateKey(session, { mechanism: api.CKM_AES_KEY_GEN }, [
      { type: api.CKA_CLASS, value: api.CKO_SECRET_KEY },
      { type: api.CKA_KEY_TYPE, value: api.CKK_AES },
      { type: api.CKA_VALUE_LEN, value: ROOT_KEY_BYTES },
      { type: api.CKA_LABEL, value: options.object },
      { type: api.CKA_ID, value: randomBytes(16) },
      ...[api.CKA_TOKEN, api.CKA_PRIVATE, api.CKA_SENSITIVE, api.CKA_ENCRYPT, api.CKA_DECRYPT].map((type) => ({
        type,
        value: true,
      })),
      { type: api.CKA_EXTRACTABLE, value: false },
    ]);
  } catch (error) {
    throw explain(error);
  } finally {
    hsm.release();
  }
}

/**
 * Opens the keyring of a key in an HSM, by PKCS #11. Wrapped keys look like every other keyring's (root-keyring.ts).
 * One operation runs at a time; a session that was lost is opened again once.
 *
 * @throws {KeyringError} `unsupported`, `missing`, `refused`, `exposed`, `damaged` or `unavailable`
 */
export async function openPkcs11Keyring(options: Pkcs11Options): Promise<Keyring> {
  const { object, token } = options;
  const pin = Buffer.from(options.pin);
  let hsm: Pkcs11Module | null = await loadPkcs11(options.module);
  let state: Pkcs11Session;
  try {
    state = openPkcs11Session(hsm, options, pin);
  } catch (error) {
    hsm.release();
    pin.fill(0);
    throw explain(error);
  }
  const id = createHash("sha256").update("wayseal/1 pkcs11 root key id\0").update(state.keyId).digest();
  const rootId = id.subarray(0, ROOT_ID_BYTES);
  let last: Promise<unknown> = Promise.resolve();

  /** A session does one thing at a time. */
  function alone<Answer>(act: (hsm: Pkcs11Module) => Promise<Answer>): Promise<Answer> {
    const mine = last.then(async () => {
      if (hsm === null) throw new KeyringError("closed", "This keyring was closed");
      try {
        return await act(hsm);
      } catch (error) {
        if (!LOST.test(reasonOf(error))) throw explain(error);
        state = openPkcs11Session(hsm, { token, object }, pin);
        return act(hsm).catch((error: unknown) => {
          throw explain(error);
        });
      }
    });
    last = mine.catch(() => undefined);
    return mine;
  }

  function gcm({ api }: Pkcs11Module, nonce: Buffer, aad: Buffer) {
    const parameter = {
      type: api.CK_PARAMS_AES_GCM,
      iv: nonce,
      aad,
      ivBits: nonce.length * 8,
      tagBits: GCM_TAG_BYTES * 8,
    };
    return { mechanism: api.CKM_AES_GCM, parameter };
  }

  const close = () => {
    pin.fill(0);
    hsm?.release();
    hsm = null;
  };

  const keyring: Keyring = {
    wrap(plain, context) {
      const aad = contextBytes(rootId, context);
      return alone(async (hsm) => {
        const nonce = randomBytes(GCM_NONCE_BYTES);
        const marked = Buffer.concat([MARK, plain]);
        try {
          hsm.module.C_EncryptInit(state.session, gcm(hsm, nonce, aad), state.key);
          const room = Buffer.alloc(marked.length + GCM_TAG_BYTES);
          const sealed = await hsm.module.C_EncryptAsync(state.session, marked, room);
          return Buffer.concat([wrappedHead(rootId), nonce, sealed]);
        } finally {
          marked.fill(0);
        }
      });
    },

    async unwrap(wrapped, context) {
      const body = wrappedBody(wrapped, rootId);
      const aad = contextBytes(rootId, context);
      return alone(async (hsm) => {
        const nonce = body.subarray(0, GCM_NONCE_BYTES);
        const sealed = Buffer.from(body.subarray(GCM_NONCE_BYTES));
        if (sealed.length <= GCM_TAG_BYTES) throw foreign();
        const room = Buffer.alloc(sealed.length);
        try {
          hsm.module.C_DecryptInit(state.session, gcm(hsm, Buffer.from(nonce), aad), state.key);
          const plain = await hsm.module.C_DecryptAsync(state.session, sealed, room);
          if (plain[0] !== MARK[0]) throw foreign();
          return Buffer.from(plain.subarray(MARK.length));
        } catch (error) {
          // HSMs differ in what they call a tag that does not match.
          if (error instanceof KeyringError || LOST.test(reasonOf(error))) throw error;
          throw foreign();
        } finally {
          room.fill(0);
        }
      });
    },

    async generate(context) {
      const key = await alone(async ({ module }) => module.C_GenerateRandom(state.session, Buffer.alloc(32)));
      return { key, wrapped: await keyring.wrap(key, context) };
    },

    async describe() {
      return { id: rootId.toString("base64url"), keyring: "pkcs11" };
    },

    async destroy() {
      await alone(async ({ module }) => module.C_DestroyObject(state.session, state.key));
      close();
    },

    async close() {
      await last;
      close();
    },
  };
  return keyring;
}

function foreign(): KeyringError {
  return new KeyringError("foreign", "A wrapped key was altered, or belongs to something else");
}

function explain(error: unknown): unknown {
  if (error instanceof KeyringError) return error;
  return new KeyringError("unavailable", `The HSM does not answer as it should (${reasonOf(error)})`, { cause: error });
}
