import { endOfBackup } from "../backup/end-of-backup.js";
import type { BackupRecord } from "../ports/backups.js";
import type { Erasure } from "../ports/erasures.js";

const DAY_MS = 86_400_000;

/**
 * When no backup holds anything of a subject any more: neither rows, which data backups that were made before the files
 * were written anew may have, nor its keys, which key backups from before the erasure have.
 *
 * @param backupDays How long the operator says that backups are kept: where none was made by `wayseal backup`, and of those that
 *   were made before they said it.
 * @returns Null where it is not known yet, or where a backup has no end.
 */
export function lastExpiry(
  { at, overwritten }: Pick<Erasure, "at" | "overwritten">,
  backupDays: number | null,
  backups: readonly BackupRecord[],
): number | null {
  // Backups that are made until then may hold the rows, sealed under keys that are gone.
  if (overwritten === null) return null;
  const made = backups.filter(({ finished }) => finished !== null);
  if (made.length === 0) return backupDays === null ? null : overwritten + backupDays * DAY_MS;
  let last = overwritten;
  for (const backup of made) {
    if (backup.kind === "data" ? backup.since >= overwritten : backup.at >= at) continue;
    const end = endOfBackup(backup, backupDays);
    if (end === null) return null;
    last = Math.max(last, end);
  }
  return last;
}
