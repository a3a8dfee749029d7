import type { Rotation } from "./manifest.js";
import type { BackupRecord } from "../ports/backups.js";
import { KeyringError } from "../ports/keyring.js";

/** @returns Number of the newest key backup where it opens with the old root key alone; null: nothing on record needs that. */
export function backupUnderOldRoot(
  { lastBackup }: Pick<Rotation, "lastBackup">,
  backups: readonly BackupRecord[],
): number | null {
  const newest = backups.findLast(
    ({ kind, finished, destroyed }) => kind === "keys" && finished !== null && destroyed === null,
  );
  return newest === undefined || lastBackup === undefined || newest.number > lastBackup ? null : newest.number;
}

/** Why an old root key stays. */
export function neededByBackup(id: string, backup: number): KeyringError {
  return new KeyringError(
    "exists",
    `The root key ${id} is still needed: key backup ${backup}, the newest, opens with it alone. Make a new backup first (wayseal backup), or wayseal keys destroy ${id} --force`,
  );
}
