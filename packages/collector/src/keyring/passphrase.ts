import { randomBytes } from "node:crypto";
import { argon2id } from "hash-wasm";
import { gcmOpen, gcmSeal } from "../keys/aes-gcm.js";
import { SecretKey } from "../keys/secret-key.js";
import { type Keyring, KeyringError } from "../ports/keyring.js";
import { ROOT_KEY_BYTES, rootId } from "./root-key.js";
import { rootKeyring } from "./root-keyring.js";

/** Below this a passphrase is a password. @see NIST SP 800-63B-4 §3.1.1.2: at least 15 where it is the only factor */
const LEAST_CHARACTERS = 15;
const MOST_CHARACTERS = 1024;
const SALT_BYTES = 16;
/** 256 MiB, three passes: four times the memory of RFC 9106's second recommended option (§4), in one lane. */
export const ARGON2: PassphraseCost = { memory: 262_144, passes: 3, lanes: 1 };

/** Argon2's parameters; `memory` in KiB. */
export interface PassphraseCost {
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
}

/**
 * A root key under a passphrase, as it is stored with the data. `salt` and `sealed` are base64url; `sealed` is nonce 12 ‖
 * the root key under AES-256-GCM ‖ tag 16, with all else of the record as associated data.
 */
export interface PassphraseRecord extends PassphraseCost {
  readonly kdf: "argon2id";
  readonly salt: string;
  /** The root key's id. */
  readonly id: string;
  readonly sealed: string;
}

/**
 * Opens the keyring of a passphrase. Takes a second or two on purpose.
 *
 * @throws {KeyringError} `refused` if it is another passphrase, or the record was altered
 */
export async function openPassphraseKeyring(record: PassphraseRecord, passphrase: string): Promise<Keyring> {
  const key = await readPassphraseRootKey(record, passphrase);
  try {
    return rootKeyring(key, { name: "passphrase" });
  } finally {
    key.fill(0);
  }
}

/** @returns The root key, 32 bytes. The caller overwrites it. @throws {KeyringError} `refused` */
export async function readPassphraseRootKey(record: PassphraseRecord, passphrase: string): Promise<Buffer> {
  const { sealed, ...rest } = record;
  if (passphrase === "") throw new KeyringError("refused", "No passphrase was given");
  const lock = await derive(passphrase, Buffer.from(record.salt, "base64url"), record);
  try {
    const key = gcmOpen(lock, Buffer.from(sealed, "base64url"), recordAad(rest));
    if (key === null) throw new KeyringError("refused", "That passphrase does not open the root key");
    return key;
  } finally {
    lock.drop();
  }
}

/**
 * Puts a root key under a passphrase.
 *
 * @param key 32 bytes; a new one if none is given. The caller overwrites its own.
 * @throws {KeyringError} `refused` if the passphrase is too short or too long
 */
export async function sealUnderPassphrase(
  passphrase: string,
  key: Buffer = randomBytes(ROOT_KEY_BYTES),
  cost: PassphraseCost = ARGON2,
): Promise<PassphraseRecord> {
  const length = [...passphrase.normalize("NFKC")].length;
  if (length < LEAST_CHARACTERS || length > MOST_CHARACTERS) {
    throw new KeyringError(
      "refused",
      `A passphrase has at least ${LEAST_CHARACTERS} characters: six random words are a good one`,
    );
  }
  const salt = randomBytes(SALT_BYTES);
  const { memory, passes, lanes } = cost;
  const id = rootId(key).toString("base64url");
  const rest = { kdf: "argon2id", memory, passes, lanes, salt: salt.toString("base64url"), id } as const;
  const lock = await derive(passphrase, salt, cost);
  try {
    return { ...rest, sealed: gcmSeal(lock, key, recordAad(rest)).toString("base64url") };
  } finally {
    lock.drop();
  }
}

/** The same passphrase typed on another keyboard or system is the same bytes (NFKC). */
async function derive(passphrase: string, salt: Buffer, { memory, passes, lanes }: PassphraseCost): Promise<SecretKey> {
  const password = Buffer.from(passphrase.normalize("NFKC"), "utf8");
  const options = { password, salt, memorySize: memory, iterations: passes, parallelism: lanes };
  const bytes = await argon2id({ ...options, hashLength: ROOT_KEY_BYTES, outputType: "binary" });
  try {
    return new SecretKey(bytes);
  } finally {
    bytes.fill(0);
    password.fill(0);
  }
}

function recordAad({ kdf, memory, passes, lanes, salt, id }: Omit<PassphraseRecord, "sealed">): Buffer {
  return Buffer.from(`wayseal/1 passphrase\0${JSON.stringify([kdf, memory, passes, lanes, salt, id])}`, "utf8");
}
