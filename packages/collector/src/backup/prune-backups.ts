import { open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { syncDir } from "../data-directory/sync-dir.js";
import { BackupError } from "./errors.js";
import { type FoundBackup, listBackups, newest } from "./list-backups.js";
import { verifyBackup } from "./verify-backup.js";

export interface PruneWanted {
  readonly folder: string;
  /** Data backups made before this, milliseconds since 1970, go too; null: none do. */
  readonly before: number | null;
}

/**
 * Says what a prune would destroy: all key backups but the newest, since the older ones hold keys of who was erased
 * since; and data backups of before a time, but not the newest, nor one that a later one stands on.
 *
 * @throws {BackupError} `missing` where there is no key backup; `damaged` if the newest is not whole: then the older
 * ones are all that is left.
 */
export async function toPrune({ folder, before }: PruneWanted): Promise<readonly FoundBackup[]> {
  const found = await listBackups(folder);
  const [keys, data] = [newest(found, "keys"), newest(found, "data")];
  for (const one of [keys, data]) if (one !== null) await verifyBackup(one, null);
  if (keys === null && before === null) throw new BackupError("missing", `There is no key backup in ${folder}`);
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
