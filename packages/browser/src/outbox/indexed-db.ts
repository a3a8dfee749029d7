import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import type { SealedRecord } from "../states.js";
import { type Bounds, keyOf, OUTBOX_BOUNDS, type Outbox, type QueuedRecord } from "./outbox.js";

/** Version of the stores below. What an older version has kept is dropped. */
const VERSION = 2;

interface Schema extends DBSchema {
  records: { key: string; value: QueuedRecord; indexes: { order: [number, number] } };
  /** One row: bytes of ciphertext, counted by every tab alike. */
  sums: { key: number; value: number };
}

/**
 * An outbox on the device, for visitors who have agreed to it. Holds ciphertext and what frames it.
 *
 * @param name The database's name, one for each site.
 */
export function indexedDbOutbox(name: string, bounds: Bounds = OUTBOX_BOUNDS, now: () => number = Date.now): Outbox {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;

  const close = (): void => {
    opened?.then(
      (database) => database.close(),
      () => undefined,
    );
    opened = null;
  };
  /** One for each call: a second would make the database again that `clear` has deleted meanwhile. */
  const connect = (): Promise<IDBPDatabase<Schema>> =>
    (opened ??= openDB<Schema>(name, VERSION, {
      upgrade(database) {
        // A copy, since each one that goes leaves the list.
        for (const store of [...database.objectStoreNames]) database.deleteObjectStore(store);
        database.createObjectStore("records").createIndex("order", ["queued", "seq"]);
        database.createObjectStore("sums");
      },
      // Another tab wants to delete it, or the browser has taken it away: never stand in the way.
      blocking: close,
      terminated: close,
    }).catch((fault: unknown) => {
      opened = null;
      throw fault;
    }));
  const begin = <M extends IDBTransactionMode>(database: IDBPDatabase<Schema>, mode: M) => {
    const tx = database.transaction(["records", "sums"], mode);
    void quiet(tx.done);
    return { tx, records: tx.objectStore("records"), sums: tx.objectStore("sums") };
  };

  return {
    async add(added) {
      // All requests at once and the commit behind them: a page that closes now has done its part.
      const database = await connect();
      const { tx, records } = begin(database, "readwrite");
      const known = added.map((record) => {
        const key = quiet(records.getKey(keyOf(record)));
        void quiet(records.put({ ...record, queued: now() }, keyOf(record)));
        return key;
      });
      await finish(tx);
      const before = await Promise.all(known);
      const fresh = added.filter((_, i) => !before[i]);

      const next = begin(database, "readwrite");
      let bytes = fresh.reduce((sum, { ciphertext }) => sum + ciphertext.length, (await next.sums.get(0)) ?? 0);
      let count = await next.records.count();
      const isOver = (): boolean => count > bounds.records || bytes > bounds.bytes;
      let cursor = isOver() ? await next.records.index("order").openCursor() : null;
      while (cursor && isOver()) {
        count--;
        bytes -= cursor.value.ciphertext.length;
        await cursor.delete();
        cursor = await cursor.continue();
      }
      await next.sums.put(bytes, 0);
      await finish(next.tx);
    },
    async peek(limit, skip) {
      const found: SealedRecord[] = [];
      let size = 0;
      let cursor = await begin(await connect(), "readonly")
        .records.index("order")
        .openCursor();
      for (; cursor; cursor = await cursor.continue()) {
        const record = cursor.value;
        if (skip?.(record)) continue;
        size += record.ciphertext.length;
        if (found.length >= limit.records || size > limit.bytes) break;
        found.push(record);
      }
      return found;
    },
    async held(keys) {
      const { records } = begin(await connect(), "readonly");
      const found = await Promise.all(keys.map((key) => records.getKey(key)));
      return keys.filter((_, i) => found[i]);
    },
    async acknowledge(keys) {
      const { tx, records, sums } = begin(await connect(), "readwrite");
      let bytes = (await sums.get(0)) ?? 0;
      for (const key of keys) {
        const row = await records.get(key);
        if (!row) continue;
        bytes -= row.ciphertext.length;
        await records.delete(key);
      }
      // A page that closed before it had counted leaves the sum a little low: an empty outbox sets it right.
      await sums.put((await records.count()) && Math.max(0, bytes), 0);
      await finish(tx);
    },
    async clear() {
      close();
      await deleteDB(name);
    },
    close,
  };
}

/** What fails a request fails the call that waits for it; a page must not see it a second time, as unhandled. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Commits at once where the browser can: a page that closes now aborts what has not been. */
function finish(tx: { commit?(): void; readonly done: Promise<void> }): Promise<void> {
  tx.commit?.();
  return tx.done;
}
