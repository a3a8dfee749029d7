import { open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { syncDir } from "../data-directory/sync-dir.js";
import type { BackupKind } from "../ports/backups.js";
import { BackupError } from "./errors.js";
import { type FoundBackup, listBackups, newest } from "./list-backups.js";
import { verifyBackup } from "./verify-backup.js";

export interface PruneWanted {
  readonly folder: string;
  /** Data backups made before this, milliseconds since 1970, go too; null: none do. */
  readonly before: number | null;
  /** Where newer backups lie, if that is another folder: then the newest of this one need not stay. */
  readonly newestIn?: string | undefined;
}

/**
 * Says what a prune would destroy: all key backups but the newest, since the older ones hold keys of who was erased
 * since; and data backups of before a time, but not the newest, nor one that a later one stands on.
 *
 * @throws {BackupError} `missing` where there is no key backup; `damaged` if the newest is not whole: then the older
 * ones are all that is left; `foreign` where backups of several installs lie together; `older` if none is newer elsewhere.
 */
export async function toPrune({ folder, before, newestIn }: PruneWanted): Promise<readonly FoundBackup[]> {
  const found = await listBackups(folder);
  const others = newestIn === undefined ? [] : await listBackups(newestIn);
  requireOneInstall(folder, [...found, ...others]);
  if (newest(found, "keys") === null && before === null) {
    throw new BackupError("missing", `There is no key backup in ${folder}`);
  }
  const [keys, data] = [await stays("keys"), await stays("data")];
  if (newestIn !== undefined && keys !== null) {
    throw new BackupError("older", `No key backup in ${newestIn} is newer than ${keys.name}: nothing was destroyed`);
  }
  const kept = found.filter(
    (one) =>
      one === keys ||
      one === data ||
      (one.manifest.kind === "data" && !(Date.parse(one.manifest.created) < (before ?? 0))),
  );
  const needed = new Set(
    kept.flatMap(({ name, manifest }) => [name, ...manifest.segments.map(({ path }) => path.split("/")[0]!)]),
  );
  return found.filter(({ name }) => !needed.has(name));

  /** The newest of a kind, if no newer one lies elsewhere. Whichever is left to restore from is whole. */
  async function stays(kind: BackupKind): Promise<FoundBackup | null> {
    const [here, there] = [newest(found, kind), newest(others, kind)];
    const last = (there?.manifest.number ?? -1) > (here?.manifest.number ?? -1) ? there : here;
    if (last !== null) await verifyBackup(last, null);
    return last === here ? here : null;
  }
}

/** One's newest would count as the other's, and the other's be destroyed. */
function requireOneInstall(folder: string, found: readonly FoundBackup[]): void {
  if (new Set(found.map(({ manifest }) => manifest.install)).size > 1) {
    throw new BackupError("foreign", `${folder} and what is named with it hold backups of different installs`);
  }
}

/**
 * Destroys a backup: from the first step on it is no backup any more, then its bytes are overwritten and its files
 * removed. What a file system, a snapshot, an SSD or a copy elsewhere keeps of them is beyond this.
 */
export async function destroyBackup({ folder, name }: Pick<FoundBackup, "folder" | "name">): Promise<void> {
  const going = join(folder, `.${name}.partial`);
  await rename(join(folder, name), going);
  await syncDir(folder);
  for (const file of await readdir(going)) await overwrite(join(going, file));
  await rm(going, { recursive: true });
  await syncDir(folder);
}

async function overwrite(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    const { size } = await file.stat();
    const zeros = Buffer.alloc(Math.min(size, 1 << 20));
    for (let at = 0; at < size; at += zeros.length) {
      await file.write(zeros, 0, Math.min(zeros.length, size - at), at);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
