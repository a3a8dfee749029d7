import type { BackupRecord } from "../ports/backups.js";

const DAY_MS = 86_400_000;

/**
 * When a backup is gone, as far as is known: once it was destroyed, else when it was said to be when it was made. What was
 * made before the operator said anything is kept for as long as they say now.
 *
 * @param backupDays How long the operator says that backups are kept; null: not said.
 * @returns Null where nobody has said.
 */
export function endOfBackup(
  { at, expires, destroyed }: Pick<BackupRecord, "at" | "expires" | "destroyed">,
  backupDays: number | null,
): number | null {
  return destroyed ?? expires ?? (backupDays === null ? null : at + backupDays * DAY_MS);
}
