import type { BackupRecord } from "../ports/backups.js";

/**
 * How a key backup is destroyed that holds keys of who was erased since.
 *
 * @param place Its folder.
 * @param backups All on record: where the newest one lies in another folder, a prune must be told.
 */
export function howToPrune(
  { number, place }: Pick<BackupRecord, "number" | "place">,
  backups: readonly Pick<BackupRecord, "number" | "kind" | "place" | "finished" | "destroyed">[],
): string {
  const newest = backups
    .filter(({ kind, finished, destroyed }) => kind === "keys" && finished !== null && destroyed === null)
    .at(-1);
  if (newest === undefined || newest.number <= number) {
    return `wayseal backup makes a newer one, and wayseal backup prune ${place} then destroys it`;
  }
  const elsewhere = newest.place === place ? "" : ` --newest-in ${newest.place}`;
  return `wayseal backup prune ${place}${elsewhere} destroys it`;
}
