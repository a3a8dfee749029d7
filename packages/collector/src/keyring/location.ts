import { realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { KeyringError } from "../ports/keyring.js";

/**
 * No key, and no backup, lies under the data directory (docs/storage.md): whoever copies the data would have its key as
 * well, and whoever loses it its backup. Links are followed on both sides, and neither needs to exist yet.
 *
 * @param what Names it at the beginning of the message.
 * @throws {KeyringError} `inside-data`
 */
export async function requireOutside(path: string, dataDir: string, what = "The root key"): Promise<void> {
  const [file, data] = await Promise.all([resolved(path), resolved(dataDir)]);
  const way = relative(data, file);
  const outside = way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
  if (outside) return;
  throw new KeyringError(
    "inside-data",
    what === "The root key"
      ? `${what} ${path} lies under the data directory ${dataDir}: a copy of the data would hold its key. Move it elsewhere`
      : `${what} must not lie under the data directory ${dataDir}: name another place than ${path}`,
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
