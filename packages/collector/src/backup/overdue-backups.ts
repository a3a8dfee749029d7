import type { BackupRecord } from "../ports/backups.js";
import { endOfBackup } from "./end-of-backup.js";

export interface OverdueBackup extends Pick<BackupRecord, "number" | "kind" | "place"> {
  /** When it was to be gone. */
  readonly end: number;
}

/**
 * Backups that were to be gone by now and are not known to be: receipts of erasures count them as expired. A data backup
 * is due once the last one is that stands on the same rows, as a prune leaves it until then.
 */
export function overdueBackups(
  backups: readonly BackupRecord[],
  backupDays: number | null,
  now: number,
): readonly OverdueBackup[] {
  const left = backups.filter(({ finished, destroyed }) => finished !== null && destroyed === null);
  return left.flatMap(({ number, kind, place, since, ...more }) => {
    const chain = left.filter((one) => kind === "data" && one.kind === kind && one.since === since);
    const ends = [more, ...chain].map((one) => endOfBackup(one, backupDays) ?? Infinity);
    const end = Math.max(...ends);
    return end < now ? [{ number, kind, place, end }] : [];
  });
}
