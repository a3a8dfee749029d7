import { randomBytes } from "node:crypto";
import type { Keyring } from "../ports/keyring.js";
import { type FileKeyringOptions, readRootKey } from "./read-root-key.js";
import { destroyRootKey } from "./destroy-root-key.js";
import { formatRecoveryCopy } from "./recovery-copy.js";
import { ROOT_KEY_BYTES } from "./root-key.js";
import { rootKeyring } from "./root-keyring.js";
import { combineShares } from "./shares.js";
import { writeRootKey } from "./write-root-key.js";

/**
 * Opens the keyring of a root key file.
 *
 * @throws {KeyringError} `missing`, `exposed` (others can read it), `inside-data` or `damaged`
 */
export async function openFileKeyring(options: FileKeyringOptions): Promise<Keyring> {
  const key = await readRootKey(options);
  try {
    return rootKeyring(key, { name: "file", destroy: () => destroyRootKey(options) });
  } finally {
    key.fill(0);
  }
}

/**
 * Makes a root key in a new file that only its owner can read, and opens it.
 *
 * @throws {KeyringError} `exists` or `inside-data`
 */
export async function createFileKeyring(path: string, { dataDir }: { readonly dataDir: string }): Promise<Keyring> {
  return write(randomBytes(ROOT_KEY_BYTES), { path, dataDir });
}

/**
 * Makes a root key file again from its recovery copy, or from as many shares as it takes.
 *
 * @throws {KeyringError} `damaged` (the copy), `missing` (too few shares), `exists` or `inside-data`
 */
export async function restoreFileKeyring(copy: string, options: FileKeyringOptions): Promise<Keyring> {
  return write(await combineShares(copy), options);
}

/**
 * The recovery copy of a root key file, for `init` to print once. It is the key itself: show it to its owner, and
 * write it nowhere.
 *
 * @throws {KeyringError} As `openFileKeyring`.
 */
export async function readRecoveryCopy(options: FileKeyringOptions): Promise<string> {
  const key = await readRootKey(options);
  try {
    return formatRecoveryCopy(key);
  } finally {
    key.fill(0);
  }
}

async function write(key: Buffer, options: FileKeyringOptions): Promise<Keyring> {
  try {
    await writeRootKey(key, options);
    return rootKeyring(key, { name: "file", destroy: () => destroyRootKey(options) });
  } finally {
    key.fill(0);
  }
}
