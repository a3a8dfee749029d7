import { constants } from "node:fs";
import { access, chmod, open, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Keyring } from "../ports/keyring.js";
import { explain } from "./explain.js";
import { DataDirError } from "./errors.js";
import { type Manifest, MANIFEST_FILE, parseManifest, type Passphrases, type Rotations } from "./manifest.js";

export interface DataDir {
  readonly dir: string;
  readonly created: string;
  /** 32-byte keys, unwrapped. Whoever opens with them overwrites them afterwards. */
  readonly keys: { readonly catalog: Buffer; readonly store: Buffer };
  /** The catalog's file. */
  readonly catalog: string;
  /** The event store's directory. */
  readonly store: string;
  /** Where published scripts are kept. They are public: the one thing here that is not encrypted. */
  readonly scripts: string;
  /** Where exports wait to be fetched, sealed under keys that are in memory alone. */
  readonly exports: string;
}

/**
 * Opens a data directory with the root key that it was made with. Changes nothing in it but a mode that is too open.
 *
 * @throws {DataDirError} `missing`, `foreign`, `version`, `key`, `read-only` or `damaged`
 */
export async function openDataDir(dir: string, keyring: Keyring): Promise<DataDir> {
  const path = join(dir, MANIFEST_FILE);
  const manifest = parseManifest(await readManifest(dir, path), path);
  const { id } = await keyring.describe();
  if (manifest.root !== id && manifest.rotations?.base?.to.id !== id) {
    throw new DataDirError(
      "key",
      `${dir} was made with root key ${manifest.root}, and this one is ${id}: set WAYSEAL_ROOT_KEY_FILE to the right one`,
    );
  }
  await requireWritable(dir);
  const unwrap = async (purpose: "catalog" | "store") => {
    try {
      return await keyring.unwrap(Buffer.from(manifest.keys[purpose], "base64url"), { purpose });
    } catch (error) {
      throw new DataDirError(
        "damaged",
        `The ${purpose} key in ${path} does not open: put the file back from a backup`,
        {
          cause: error,
        },
      );
    }
  };
  const catalog = await unwrap("catalog");
  const store = await unwrap("store");
  return { dir, created: manifest.created, keys: { catalog, store }, ...placesOf(dir) };
}

/** Where things lie in a data directory. */
export function placesOf(dir: string): Pick<DataDir, "catalog" | "store" | "scripts" | "exports"> {
  const [catalog, store] = [join(dir, "catalog.db"), join(dir, "store")];
  return { catalog, store, scripts: join(dir, "scripts"), exports: join(dir, "exports") };
}

/** @returns Root keys under passphrases; none where there is no data directory yet. @throws {DataDirError} */
export async function readPassphrases(dir: string): Promise<Passphrases> {
  const path = join(dir, MANIFEST_FILE);
  try {
    return parseManifest(await readManifest(dir, path), path).passphrases ?? {};
  } catch (error) {
    if (error instanceof DataDirError && error.fault === "missing") return {};
    throw error;
  }
}

/** What it takes besides the root key to open keys of this data directory elsewhere. */
export interface Custody {
  /** Id of the root key. */
  readonly root: string;
  readonly manifest: Manifest;
  readonly passphrases: Passphrases;
  readonly rotations: Rotations;
}

/** @throws {DataDirError} */
export async function readCustody(dir: string): Promise<Custody> {
  const path = join(dir, MANIFEST_FILE);
  const manifest = parseManifest(await readManifest(dir, path), path);
  const { root, passphrases = {}, rotations = {} } = manifest;
  return { root, manifest, passphrases, rotations };
}

/** The same for a backup: while keys are wrapped by two root keys, one alone would not open it. @throws {DataDirError} */
export async function readSettledCustody(dir: string): Promise<Pick<Custody, "root" | "passphrases">> {
  const { root, passphrases, rotations } = await readCustody(dir);
  if (Object.values(rotations).some(({ state }) => state === "begun")) {
    const message = "A root key is being rotated, and that was cut off: finish it first, by wayseal keys rotate --root";
    throw new DataDirError("key", message);
  }
  return { root, passphrases };
}

/** The same where there may be no data directory yet. @throws {DataDirError} */
export async function readCustodyIfAny(dir: string): Promise<Pick<Custody, "passphrases" | "rotations">> {
  try {
    return await readCustody(dir);
  } catch (error) {
    if (error instanceof DataDirError && error.fault === "missing") return { passphrases: {}, rotations: {} };
    throw error;
  }
}

async function readManifest(dir: string, path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new DataDirError("missing", `There is no Wayseal data directory at ${dir}: make one with wayseal init`);
    }
    throw explain(error, dir);
  }
}

/** @throws {DataDirError} `read-only` */
async function requireWritable(dir: string): Promise<void> {
  try {
    await access(dir, constants.R_OK | constants.W_OK | constants.X_OK);
    const { mode } = await stat(dir);
    if ((mode & 0o077) !== 0) await chmod(dir, 0o700);
    // A read-only file system says nothing to access() for root on some systems: opening for writing tells.
    await (await open(join(dir, MANIFEST_FILE), "r+")).close();
  } catch (error) {
    throw explain(error, dir);
  }
}
