import { mkdir, open, readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Keyring } from "../ports/keyring.js";
import { DataDirError } from "./errors.js";
import { explain } from "./explain.js";
import { FORMAT, formatManifest, MANIFEST_FILE, type Manifest, type Passphrases } from "./manifest.js";
import { placesOf } from "./open-data-dir.js";
import { syncDir } from "./sync-dir.js";

const UNFINISHED = `.${MANIFEST_FILE}.new`;

export interface NewDataDir {
  /** Makes the catalog at `path`. The key is overwritten afterwards. */
  readonly makeCatalog: (path: string, key: Buffer) => Promise<void>;
  /** Makes what else lies in it, after the catalog: for a restore. The key is overwritten afterwards. */
  readonly makeRest?: (places: ReturnType<typeof placesOf>, storeKey: Buffer) => Promise<void>;
  readonly now?: number;
  /** Root keys under passphrases, which are stored with the data. */
  readonly passphrases?: Passphrases;
}

/**
 * Makes a data directory, mode 0700, with new catalog and store keys wrapped by the root key. Its manifest appears last,
 * when all else is on disk: a start that is cut off leaves nothing that the next one would not take for empty.
 *
 * @throws {DataDirError} `foreign` if something else lies there already, `read-only` or `full`; then nothing is left.
 */
export async function createDataDir(
  dir: string,
  keyring: Keyring,
  { makeCatalog, makeRest, now = Date.now(), passphrases }: NewDataDir,
): Promise<void> {
  if ((await stateOf(dir)) !== "empty") {
    throw new DataDirError("foreign", `${dir} is not empty: choose another place for the data directory`);
  }
  const { id } = await keyring.describe();
  const [catalog, store] = [
    await keyring.generate({ purpose: "catalog" }),
    await keyring.generate({ purpose: "store" }),
  ];
  let made: string | undefined;
  try {
    const keys = { catalog: catalog.wrapped.toString("base64url"), store: store.wrapped.toString("base64url") };
    made = await mkdir(dir, { recursive: true, mode: 0o700 });
    await removeUnfinished(dir);
    const created = new Date(now).toISOString();
    await write(join(dir, UNFINISHED), {
      ...{ format: FORMAT, created, root: id, keys },
      ...(passphrases !== undefined && { passphrases }),
    });
    await makeCatalog(placesOf(dir).catalog, catalog.key);
    await makeRest?.(placesOf(dir), store.key);
    await rename(join(dir, UNFINISHED), join(dir, MANIFEST_FILE));
    await syncDir(dir);
    await syncDir(dirname(dir));
  } catch (error) {
    await removeUnfinished(dir).catch(() => undefined);
    if (made !== undefined) await rmdir(dir).catch(() => undefined);
    throw explain(error, dir);
  } finally {
    catalog.key.fill(0);
    store.key.fill(0);
  }
}

/** @returns Whether `dir` holds a data directory, nothing (or is not there), or something else. */
export async function stateOf(dir: string): Promise<"wayseal" | "empty" | "foreign"> {
  try {
    const names = await readdir(dir);
    if (names.includes(MANIFEST_FILE)) return "wayseal";
    // A catalog without even an unfinished manifest is one that has lost its key: not to be written over.
    const unfinished = names.includes(UNFINISHED);
    return names.every((name) => name === "lost+found" || (unfinished && isUnfinished(dir, name)))
      ? "empty"
      : "foreign";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "empty";
    throw explain(error, dir);
  }
}

function isUnfinished(dir: string, name: string): boolean {
  const { catalog, store, scripts } = placesOf(dir);
  return name === UNFINISHED || name.startsWith(basename(catalog)) || [store, scripts].includes(join(dir, name));
}

/** What a start leaves that was cut off. The unfinished manifest goes last: it is what tells the rest from a loss. */
async function removeUnfinished(dir: string): Promise<void> {
  const names = await readdir(dir);
  if (!names.includes(UNFINISHED) || names.includes(MANIFEST_FILE)) return;
  for (const name of names) {
    if (name !== UNFINISHED && isUnfinished(dir, name)) await rm(join(dir, name), { recursive: true, force: true });
  }
  await rm(join(dir, UNFINISHED), { force: true });
}

async function write(path: string, manifest: Manifest): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(formatManifest(manifest));
    await file.sync();
  } finally {
    await file.close();
  }
}
