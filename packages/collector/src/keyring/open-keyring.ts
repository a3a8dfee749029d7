import { access } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { type Keyring, KeyringError } from "../ports/keyring.js";
import type { KeyringSource } from "../settings/keyring-source.js";
import { openEnvKeyring, readEnvRootKey } from "./env.js";
import { openFileKeyring } from "./file.js";
import {
  openPassphraseKeyring,
  type PassphraseRecord,
  readPassphraseRootKey,
  sealUnderPassphrase,
} from "./passphrase.js";
import { createPkcs11Key, openPkcs11Keyring } from "./pkcs11.js";
import { readRootKey } from "./read-root-key.js";
import { type Environment, readSecret } from "./read-secret.js";
import { formatRecoveryCopy } from "./recovery-copy.js";
import { ROOT_KEY_BYTES } from "./root-key.js";
import { rootKeyring } from "./root-keyring.js";
import { writeRootKey } from "./write-root-key.js";

/** What opening a keyring takes besides its source. */
export interface Surroundings {
  /** Secrets are taken out of it: read once, then deleted. */
  readonly env: Environment;
  /** Under which no key may lie. */
  readonly dataDir: string;
  /** Asks whoever started this for a passphrase, which is not shown. */
  readonly ask: (prompt: string) => Promise<string>;
  /** The passphrase's record, which is stored with the data; null: there is none yet. */
  readonly record: PassphraseRecord | null;
  /** What the key is for, in prompts: `` or ` of level restricted`. */
  readonly of?: string;
}

/** Opens a keyring. @throws {KeyringError} */
export async function openKeyring(source: KeyringSource, around: Surroundings): Promise<Keyring> {
  switch (source.kind) {
    case "file":
      return openFileKeyring({ path: source.path, dataDir: around.dataDir });
    case "env":
      return openEnvKeyring({ ...around, from: source.from });
    case "passphrase":
      return openPassphraseKeyring(requireRecord(around), await around.ask(promptOf(around)));
    case "pkcs11": {
      const pin = await readSecret(source.pin, { ...around, what: "The HSM's PIN" });
      try {
        return await openPkcs11Keyring({ ...source, pin });
      } finally {
        pin.fill(0);
      }
    }
  }
}

/**
 * @returns The root key itself, 32 bytes, for recovery copies and shares. The caller overwrites it.
 * @throws {KeyringError} `unsupported` where an HSM keeps it
 */
export async function readRootKeyOf(source: KeyringSource, around: Surroundings): Promise<Buffer> {
  switch (source.kind) {
    case "file":
      return readRootKey({ path: source.path, dataDir: around.dataDir });
    case "env":
      return readEnvRootKey({ ...around, from: source.from });
    case "passphrase":
      return readPassphraseRootKey(requireRecord(around), await around.ask(promptOf(around)));
    case "pkcs11":
      throw new KeyringError(
        "unsupported",
        "This root key never leaves its HSM: it has no copies or shares but those that the HSM's maker offers",
      );
  }
}

export interface Opened {
  readonly keyring: Keyring;
  /** The new key on paper, to be shown once; null where it was there before, or never leaves its HSM. */
  readonly recoveryCopy: string | null;
  /** To be stored with the data. */
  readonly record: PassphraseRecord | null;
}

/** Opens a keyring, and makes its root key first where there is none. @throws {KeyringError} */
export async function openOrCreateKeyring(source: KeyringSource, around: Surroundings): Promise<Opened> {
  const { dataDir, record } = around;
  if (source.kind === "file" && !(await exists(source.path))) {
    const recoveryCopy = await newRootKey((key) => writeRootKey(key, { path: source.path, dataDir }));
    return { keyring: await openKeyring(source, around), recoveryCopy, record };
  }
  if (source.kind === "passphrase" && record === null) {
    const passphrase = await askTwice(around);
    const made: { record?: PassphraseRecord; keyring?: Keyring } = {};
    const recoveryCopy = await newRootKey(async (key) => {
      made.record = await sealUnderPassphrase(passphrase, key);
      made.keyring = rootKeyring(key, { name: "passphrase" });
    });
    return { keyring: made.keyring as Keyring, recoveryCopy, record: made.record ?? null };
  }
  if (source.kind === "pkcs11") {
    const pin = await readSecret(source.pin, { ...around, what: "The HSM's PIN" });
    try {
      await createPkcs11Key({ ...source, pin }).catch((error: unknown) => {
        if (!(error instanceof KeyringError && error.fault === "exists")) throw error;
      });
      return { keyring: await openPkcs11Keyring({ ...source, pin }), recoveryCopy: null, record };
    } finally {
      pin.fill(0);
    }
  }
  return { keyring: await openKeyring(source, around), recoveryCopy: null, record };
}

/** @throws {KeyringError} `refused` if the two differ */
export async function askTwice(around: Pick<Surroundings, "ask" | "of">): Promise<string> {
  const passphrase = await around.ask(`New passphrase${around.of ?? ""}: `);
  if ((await around.ask("The same again: ")) !== passphrase) {
    throw new KeyringError("refused", "The two passphrases differ: nothing was made");
  }
  return passphrase;
}

/** @returns The recovery copy of a new random key, after `keep` has kept it. */
async function newRootKey(keep: (key: Buffer) => Promise<void>): Promise<string> {
  const key = randomBytes(ROOT_KEY_BYTES);
  try {
    await keep(key);
    return formatRecoveryCopy(key);
  } finally {
    key.fill(0);
  }
}

function requireRecord({ record }: Surroundings): PassphraseRecord {
  if (record !== null) return record;
  throw new KeyringError("missing", "The data directory knows of no passphrase: it was made with another keyring");
}

function promptOf({ of = "" }: Surroundings): string {
  return `Passphrase of the root key${of}: `;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
