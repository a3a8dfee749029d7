import { mkdir, open, readdir, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Keyring } from "../ports/keyring.js";
import { DataDirError } from "./errors.js";
import { explain } from "./explain.js";
import { FORMAT, formatManifest, MANIFEST_FILE } from "./manifest.js";

/**
 * Makes a data directory, mode 0700, with new catalog and store keys wrapped by the root key. The manifest appears at
 * once or not at all; on an error nothing is left.
 *
 * @throws {DataDirError} `foreign` if something else lies there already, `read-only` or `full`
 */
export async function createDataDir(dir: string, keyring: Keyring, now = Date.now()): Promise<void> {
  if ((await stateOf(dir)) !== "empty") {
    throw new DataDirError("foreign", `${dir} is not empty: choose another place for the data directory`);
  }
  const { id } = await keyring.describe();
  const newKey = async (purpose: "catalog" | "store") => {
    const key = crypto.getRandomValues(new Uint8Array(32));
    try {
      return (await keyring.wrap(key, { purpose })).toString("base64url");
    } finally {
      key.fill(0);
    }
  };
  const keys = { catalog: await newKey("catalog"), store: await newKey("store") };
  const manifest = formatManifest({ format: FORMAT, created: new Date(now).toISOString(), root: id, keys });

  let made: string | undefined;
  const temporary = join(dir, `.${MANIFEST_FILE}.new`);
  try {
    made = await mkdir(dir, { recursive: true, mode: 0o700 });
    // Left behind by a start that was cut off: it was never a manifest.
    await rm(temporary, { force: true });
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(manifest);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(dir, MANIFEST_FILE));
    await syncDir(dir);
    await syncDir(dirname(dir));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (made !== undefined) await rmdir(dir).catch(() => undefined);
    throw explain(error, dir);
  }
}

/** @returns Whether `dir` holds a data directory, nothing (or is not there), or something else. */
export async function stateOf(dir: string): Promise<"wayseal" | "empty" | "foreign"> {
  try {
    const names = await readdir(dir);
    if (names.includes(MANIFEST_FILE)) return "wayseal";
    return names.every((name) => name === "lost+found" || name === `.${MANIFEST_FILE}.new`) ? "empty" : "foreign";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "empty";
    throw explain(error, dir);
  }
}

async function syncDir(dir: string): Promise<void> {
  const handle = await open(dir, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
