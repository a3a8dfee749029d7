import { open } from "node:fs/promises";
import { KeyringError } from "../ports/keyring.js";
import { requireOutside } from "./location.js";
import { parseRootKeyFile } from "./root-key-file.js";

const MAX_FILE_BYTES = 4096;

export interface FileKeyringOptions {
  /** The root key file. */
  readonly path: string;
  /** The data directory, under which the file may not lie. */
  readonly dataDir: string;
}

/**
 * Reads a root key file that only its owner can read.
 *
 * @returns The key, 32 bytes. The caller overwrites it.
 * @throws {KeyringError} `missing`, `exposed`, `inside-data` or `damaged`
 */
export async function readRootKey({ path, dataDir }: FileKeyringOptions): Promise<Buffer> {
  await requireOutside(path, dataDir).catch(explain(path));
  const file = await open(path, "r").catch(explain(path));
  try {
    // The open file is asked, not its name: nobody can put another in its place in between.
    const stat = await file.stat();
    if (!stat.isFile()) throw new KeyringError("damaged", `The root key ${path} is not a file`);
    if (process.platform !== "win32" && (stat.mode & 0o077) !== 0) {
      const mode = (stat.mode & 0o777).toString(8).padStart(4, "0");
      throw new KeyringError("exposed", `Others can reach the root key ${path} (mode ${mode}). Run: chmod 600 ${path}`);
    }
    if (stat.size > MAX_FILE_BYTES) throw new KeyringError("damaged", `${path} is not a Wayseal root key file`);
    const bytes = await file.readFile();
    try {
      return parseRootKeyFile(bytes.toString("utf8"), path);
    } finally {
      bytes.fill(0);
    }
  } finally {
    await file.close();
  }
}

function explain(path: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") {
      throw new KeyringError(
        "missing",
        `There is no root key at ${path}: put it back, or make it again from its copy or shares by wayseal keys combine`,
      );
    }
    if (error.code === "EACCES" || error.code === "EPERM") {
      throw new KeyringError("missing", `The root key ${path} cannot be read: this user is not its owner`);
    }
    throw error;
  };
}
