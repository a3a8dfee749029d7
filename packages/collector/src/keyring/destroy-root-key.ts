import { open, unlink } from "node:fs/promises";
import { type FileKeyringOptions, readRootKey } from "./read-root-key.js";

/**
 * Overwrites a root key file and removes it. What a disk keeps of a file's older blocks (flash, snapshots, backups) is out
 * of reach from here.
 *
 * @throws {KeyringError} As `readRootKey`: whatever is no root key file of its owner's is not touched.
 */
export async function destroyRootKey(options: FileKeyringOptions): Promise<void> {
  (await readRootKey(options)).fill(0);
  const file = await open(options.path, "r+");
  try {
    const { size } = await file.stat();
    await file.write(Buffer.alloc(size), 0, size, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await unlink(options.path);
}
