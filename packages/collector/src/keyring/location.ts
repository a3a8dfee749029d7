import { realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { KeyringError } from "../ports/keyring.js";

/**
 * The root key never lies under the data directory (docs/storage.md): whoever copies the data would have its key as well.
 * Links are followed on both sides, and neither needs to exist yet.
 *
 * @throws {KeyringError} `inside-data`
 */
export async function requireOutside(path: string, dataDir: string): Promise<void> {
  const [file, data] = await Promise.all([resolved(path), resolved(dataDir)]);
  const way = relative(data, file);
  const outside = way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
  if (outside) return;
  throw new KeyringError(
    "inside-data",
    `The root key ${path} lies under the data directory ${dataDir}: a copy of the data would hold its key. Move it elsewhere`,
  );
}

/** @returns The real path, as far as it exists, and the rest as it is written. */
async function resolved(path: string): Promise<string> {
  const absolute = resolve(path);
  try {
    return await realpath(absolute);
  } catch (error) {
    const parent = dirname(absolute);
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || parent === absolute) throw error;
    return join(await resolved(parent), basename(absolute));
  }
}
