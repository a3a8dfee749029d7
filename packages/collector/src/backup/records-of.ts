import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { BackupRecord } from "../ports/backups.js";
import type { FoundBackup } from "./list-backups.js";

/** What a catalog knows of a backup that was destroyed. */
export interface RecordOf {
  readonly name: string;
  readonly number: number;
  /** Where it was made, and still is: what was destroyed was a copy of it. Null: it is gone from there. */
  readonly place: string | null;
}

/**
 * Matches backups that were destroyed with a catalog's records. Another install's have none: their numbers may be the same,
 * so the digest of the manifest tells. It is not known of data backups that a restore went back behind.
 */
export async function recordsOf(
  gone: readonly FoundBackup[],
  records: readonly Pick<BackupRecord, "number" | "kind" | "digest" | "place">[],
): Promise<readonly RecordOf[]> {
  const matched: RecordOf[] = [];
  for (const { name, digest, manifest } of gone) {
    const record = records.find(
      (one) =>
        one.number === manifest.number && one.kind === manifest.kind && (one.digest === digest || one.digest === ""),
    );
    if (record === undefined) continue;
    const { number, place } = record;
    matched.push({ name, number, place: (await exists(join(place, name))) ? place : null });
  }
  return matched;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
