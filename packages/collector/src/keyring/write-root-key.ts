import { randomBytes } from "node:crypto";
import { link, mkdir, open, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { KeyringError } from "../ports/keyring.js";
import { requireOutside } from "./location.js";
import type { FileKeyringOptions } from "./read-root-key.js";
import { formatRootKeyFile } from "./root-key-file.js";

/**
 * Writes a root key to a new file, mode 0600, whole or not at all. Never over a file that is there: that may be the
 * only copy of another key.
 *
 * @throws {KeyringError} `exists` or `inside-data`
 */
export async function writeRootKey(key: Buffer, { path, dataDir }: FileKeyringOptions): Promise<void> {
  await requireOutside(path, dataDir);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  const file = await open(temporary, "wx", 0o600);
  try {
    try {
      await file.chmod(0o600);
      await file.writeFile(formatRootKeyFile(key));
      await file.sync();
    } finally {
      await file.close();
    }
    // A link, since a rename would replace what is there.
    await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
      throw new KeyringError("exists", `There is a root key at ${path} already, and it is never overwritten`);
    });
  } finally {
    await unlink(temporary);
  }
  await syncDirectory(dirname(path));
}

/** Makes the new name durable. Windows cannot open a directory, and needs no such thing. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
