import { open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { explain } from "./explain.js";
import { formatManifest, MANIFEST_FILE, type Manifest, parseManifest } from "./manifest.js";
import { syncDir } from "./sync-dir.js";

/**
 * Changes a data directory's manifest, whole or not at all: whatever interrupts it, the old one or the new one is there.
 *
 * @throws {DataDirError}
 */
export async function changeManifest(dir: string, change: (manifest: Manifest) => Manifest): Promise<void> {
  const path = join(dir, MANIFEST_FILE);
  const next = join(dir, `.${MANIFEST_FILE}.next`);
  try {
    const text = formatManifest(change(parseManifest(await readFile(path, "utf8"), path)));
    parseManifest(text, path);
    await rm(next, { force: true });
    const file = await open(next, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(next, path);
    await syncDir(dir);
  } catch (error) {
    throw explain(error, dir);
  }
}
