import { readdir, rm, rmdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { MANIFEST_FILE } from "./manifest.js";
import { placesOf } from "./open-data-dir.js";

/** Takes back a data directory that could not be made to its end: the disk is full, say. Never one that was in use. */
export async function removeDataDir(dir: string): Promise<void> {
  const catalog = basename(placesOf(dir).catalog);
  for (const name of await readdir(dir)) {
    if (name === MANIFEST_FILE || name.startsWith(catalog)) await rm(join(dir, name), { force: true });
  }
  // Stays where it was there before with something else in it, such as lost+found.
  await rmdir(dir).catch(() => undefined);
}
