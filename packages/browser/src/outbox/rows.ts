import { MAX_PLAINTEXT_BYTES } from "@wayseal/protocol";
import { type DBSchema, type IDBPDatabase, wrap } from "idb";
import type { SealedRecord } from "../states.js";
import { type Bounds, keyOf, type QueuedRecord } from "./outbox.js";

interface Schema extends DBSchema {
  records: { key: string; value: QueuedRecord; indexes: { order: [number, number] } };
}

/** Bytes of the largest record, its tag included. */
const LARGEST = MAX_PLAINTEXT_BYTES + 16;
/** Rows that are read at once. */
const PAGE = 100;

const typed = (database: IDBDatabase): IDBPDatabase<Schema> => wrap(database) as IDBPDatabase<Schema>;

/** @returns The oldest records on the device that `skip` does not refuse, within the bounds, oldest first. They stay. */
export async function peekRows(
  database: IDBDatabase,
  limit: Bounds,
  skip?: (record: QueuedRecord) => boolean,
): Promise<SealedRecord[]> {
  const found: SealedRecord[] = [];
  let size = 0;
  const index = typed(database).transaction("records").store.index("order");
  let from: IDBKeyRange | undefined;
  for (let more = true; more;) {
    const rows = await index.getAll(from, PAGE);
    more = rows.length === PAGE;
    for (const row of rows) {
      from = IDBKeyRange.lowerBound([row.queued, row.seq], true);
      if (skip?.(row)) continue;
      size += row.ciphertext.length;
      if (found.length >= limit.records || size > limit.bytes) return found;
      found.push(row);
    }
  }
  return found;
}

/** @returns Those of the keys whose records are on the device. */
export async function heldRows(database: IDBDatabase, keys: readonly string[]): Promise<string[]> {
  const all = new Set(await typed(database).transaction("records").store.getAllKeys());
  return keys.filter((key) => all.has(key));
}

/** Forces the oldest out where there are more on the device than the bounds let stay. */
export async function trimRows(database: IDBDatabase, bounds: Bounds): Promise<void> {
  const tx = typed(database).transaction("records", "readwrite");
  // What fails a request fails the call that waits for it; a page must not see it a second time, as unhandled.
  tx.done.catch(() => undefined);
  let count = await tx.store.count();
  if (count > bounds.records || count * LARGEST > bounds.bytes) {
    const rows = await tx.store.index("order").getAll();
    let sum = rows.reduce((sum, { ciphertext }) => sum + ciphertext.length, 0);
    for (const row of rows) {
      if (count <= bounds.records && sum <= bounds.bytes) break;
      tx.store.delete(keyOf(row)).catch(() => undefined);
      count--;
      sum -= row.ciphertext.length;
    }
  }
  await tx.done;
}
