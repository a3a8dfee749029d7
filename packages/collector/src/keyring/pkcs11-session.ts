import type { Handle, PKCS11 } from "pkcs11js";
import { KeyringError } from "../ports/keyring.js";
import { type Pkcs11Module, reasonOf } from "./pkcs11-module.js";

/** Where a key lies in an HSM. */
export interface Pkcs11Place {
  readonly token: string;
  /** The key's label. */
  readonly object: string;
}

export interface Pkcs11Session {
  readonly session: Handle;
  readonly key: Handle;
  /** CKA_ID, which names the key. */
  readonly keyId: Buffer;
}

/**
 * Opens a session, signs in, and finds the key, which must be one that the HSM never hands out.
 *
 * @param pin Not kept.
 * @throws {KeyringError} `missing`, `refused`, `exposed`, `damaged` or `unavailable`
 */
export function openPkcs11Session(hsm: Pkcs11Module, place: Pkcs11Place, pin: Buffer): Pkcs11Session {
  const session = signIn(hsm, place, pin);
  try {
    const key = findKey(hsm, session, place);
    if (key === null) {
      throw new KeyringError(
        "missing",
        `The HSM's token ${place.token} holds no key ${place.object}: run wayseal init`,
      );
    }
    return { session, key, keyId: inspect(hsm, session, key, place) };
  } catch (error) {
    hsm.module.C_CloseSession(session);
    throw error;
  }
}

/** @throws {KeyringError} `missing`, `refused` or `unavailable` */
export function signIn({ api, module }: Pkcs11Module, { token }: Pkcs11Place, pin: Buffer): Handle {
  const slot = findToken(module, token);
  let session: Handle;
  try {
    session = module.C_OpenSession(slot, api.CKF_SERIAL_SESSION | api.CKF_RW_SESSION);
  } catch (error) {
    throw new KeyringError("unavailable", `The HSM opens no session on the token ${token} (${reasonOf(error)})`);
  }
  try {
    module.C_Login(session, api.CKU_USER, pin.toString("utf8"));
  } catch (error) {
    // Sessions of one process on one token share their login.
    if ((error as { code?: number }).code === api.CKR_USER_ALREADY_LOGGED_IN) return session;
    module.C_CloseSession(session);
    const reason = reasonOf(error);
    if (/CKR_PIN|CKR_USER_PIN/.test(reason)) {
      throw new KeyringError("refused", `The HSM refuses the PIN of the token ${token} (${reason})`);
    }
    throw new KeyringError("unavailable", `The HSM lets nobody in to the token ${token} (${reason})`);
  }
  return session;
}

/** @returns The key of that label, or null. @throws {KeyringError} `damaged` if there are several */
export function findKey({ api, module }: Pkcs11Module, session: Handle, { token, object }: Pkcs11Place): Handle | null {
  module.C_FindObjectsInit(session, [
    { type: api.CKA_CLASS, value: api.CKO_SECRET_KEY },
    { type: api.CKA_LABEL, value: object },
  ]);
  const found = module.C_FindObjects(session, 2);
  module.C_FindObjectsFinal(session);
  if (found.length > 1) {
    throw new KeyringError(
      "damaged",
      `The HSM's token ${token} holds several keys ${object}: their labels must differ`,
    );
  }
  return found[0] ?? null;
}

function findToken(module: PKCS11, token: string): Handle {
  for (const slot of module.C_GetSlotList(true)) {
    // Labels are padded with blanks to 32 characters.
    if (module.C_GetTokenInfo(slot).label.replace(/[\s\0]+$/, "") === token) return slot;
  }
  throw new KeyringError("missing", `The HSM has no token ${token}: is it plugged in, and its label right?`);
}

/** @returns CKA_ID. @throws {KeyringError} `exposed` if the HSM would hand the key out; `damaged` if it cannot be used */
function inspect({ api, module }: Pkcs11Module, session: Handle, key: Handle, { object }: Pkcs11Place): Buffer {
  const [type, extractable, sensitive, id] = module
    .C_GetAttributeValue(session, key, [
      { type: api.CKA_KEY_TYPE },
      { type: api.CKA_EXTRACTABLE },
      { type: api.CKA_SENSITIVE },
      { type: api.CKA_ID },
    ])
    .map(({ value }) => value);
  if (type?.readUInt8(0) !== api.CKK_AES || id === undefined || id.length === 0) {
    throw new KeyringError("damaged", `The HSM's key ${object} is no AES key with an id: let wayseal init make one`);
  }
  if (extractable?.[0] !== 0 || sensitive?.[0] !== 1) {
    throw new KeyringError(
      "exposed",
      `The HSM would hand out its key ${object}: it must be sensitive and not extractable`,
    );
  }
  return id;
}
