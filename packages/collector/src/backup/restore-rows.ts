import { isDeepStrictEqual } from "node:util";
import type { RecipientPair } from "../hpke/index.js";
import { setDigest } from "../keys/digest.js";
import type { EventStore } from "../ports/event-store.js";
import { blockRanges } from "./block-ranges.js";
import { BackupError } from "./errors.js";
import type { FoundBackup } from "./list-backups.js";
import type { BackupManifest } from "./manifest.js";
import { readSealedFile } from "./read-sealed-file.js";
import { type RowSums, sumRows } from "./sum-rows.js";

/** Subjects of one statement. */
const AT_ONCE = 500;

export interface RestoreRows {
  readonly data: FoundBackup;
  readonly key: RecipientPair;
  /** Whose rows do not stay. */
  readonly erased: readonly { readonly site: string; readonly subject: Buffer }[];
  readonly onStep: (step: string) => void;
}

/**
 * Fills an empty event store from a data backup, reads it back and compares, and removes rows of erased subjects.
 *
 * @returns How many rows those were.
 * @throws {BackupError | EventStoreError} The store is empty again.
 */
export async function restoreRows(store: EventStore, parts: RestoreRows): Promise<number> {
  const { data, key, erased, onStep } = parts;
  const { archive } = store;
  if ((await archive.count(0, Number.MAX_SAFE_INTEGER)) > 0) {
    throw new BackupError("exists", "The event store at CLICKHOUSE_URL is not empty: restore into a new database");
  }
  try {
    for (const segment of data.manifest.segments) {
      onStep(`Filling the event store from ${segment.path}`);
      for await (const rows of readSealedFile(data.folder, segment, data.manifest, key))
        await archive.load(rows, segment.columns);
    }
    for (const { path, first, last, columns, months } of data.manifest.segments) {
      onStep(`Comparing what the event store holds with ${path}`);
      const sums = sumRows(columns);
      for await (const range of blockRanges(archive, first - 1, last)) {
        await sums.add(await archive.read(range.first, range.last, columns));
      }
      if (!isDeepStrictEqual(sums.months(), months)) {
        throw new BackupError("damaged", `The event store came out otherwise than ${path} has it`);
      }
    }
    return await removeErased(store, erased, onStep);
  } catch (error) {
    // A server's table would stay; an embedded store goes with the directory.
    await archive.clear().catch(() => undefined);
    throw error;
  }
}

async function removeErased(store: EventStore, erased: RestoreRows["erased"], onStep: RestoreRows["onStep"]) {
  const sites = new Map<string, Buffer[]>();
  for (const { site, subject } of erased) {
    const subjects = sites.get(site);
    if (subjects === undefined) sites.set(site, [subject]);
    else subjects.push(subject);
  }
  let removed = 0;
  for (const [site, subjects] of sites) {
    for (let at = 0; at < subjects.length; at += AT_ONCE) {
      const some = subjects.slice(at, at + AT_ONCE);
      const rows = [...(await store.rowsOf(site, some)).values()].reduce((sum, count) => sum + count, 0);
      if (rows > 0) await store.remove(site, some);
      removed += rows;
    }
  }
  if (removed > 0) {
    onStep("Writing the event store's files anew without rows of erased subjects");
    await store.overwrite();
  }
  return removed;
}

/** @returns What all segments hold together. */
export function monthsOf({ segments }: Pick<BackupManifest, "segments">): ReturnType<RowSums["months"]> {
  const months = new Map<string, { readonly rows: number; readonly digest: string }>();
  for (const segment of segments) {
    for (const [month, { rows, digest }] of Object.entries(segment.months)) {
      const [before, sum] = [months.get(month), setDigest()];
      sum.addAll(before?.digest ?? "0");
      sum.addAll(digest);
      months.set(month, { rows: (before?.rows ?? 0) + rows, digest: sum.hex() });
    }
  }
  return Object.fromEntries([...months].sort());
}
