import { MAX_PLAINTEXT_BYTES } from "@wayseal/protocol";
import { type DBSchema, deleteDB, type IDBPDatabase, openDB, unwrap } from "idb";
import type { SealedRecord } from "../states.js";
import { type Bounds, keyOf, OUTBOX_BOUNDS, type Outbox, type QueuedRecord } from "./outbox.js";

/** Version of the store below. What an older version has kept is dropped. */
const VERSION = 3;
/** Bytes of the largest record, its tag included. */
const LARGEST = MAX_PLAINTEXT_BYTES + 16;
/** Rows that are read at once. */
const PAGE = 100;

interface Schema extends DBSchema {
  records: { key: string; value: QueuedRecord; indexes: { order: [number, number] } };
}

/**
 * An outbox on the device, for visitors who have agreed to it. Holds ciphertext and what frames it.
 *
 * @param name The database's name, one for each site.
 */
export function indexedDbOutbox(name: string, bounds: Bounds = OUTBOX_BOUNDS, now: () => number = Date.now): Outbox {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  /** Added since this page last looked whether the bounds hold. Of what others have left it knows nothing at first. */
  let records = Infinity;
  let bytes = 0;

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
      },
      // Another tab wants to delete it, or the browser has taken it away: never stand in the way.
      blocking: close,
      terminated: close,
    }).catch((fault: unknown) => {
      opened = null;
      throw fault;
    }));
  const read = async () => (await connect()).transaction("records").store;
  /**
   * All requests at once and the commit behind them, where the browser can: a page that closes now has done its part. Bare
   * requests, of which the transaction tells whether they failed: a promise for each costs more than what it asks for.
   */
  const write = (database: IDBPDatabase<Schema>, change: (store: IDBObjectStore) => void): Promise<void> => {
    const tx = database.transaction("records", "readwrite");
    void quiet(tx.done);
    change(unwrap(tx.store));
    tx.commit?.();
    return tx.done;
  };
  /** Forces the oldest out where there are more than the bounds let stay. */
  const trim = async (database: IDBPDatabase<Schema>): Promise<void> => {
    const tx = database.transaction("records", "readwrite");
    void quiet(tx.done);
    let count = await tx.store.count();
    [records, bytes] = [0, 0];
    if (count > bounds.records || count * LARGEST > bounds.bytes) {
      const rows = await tx.store.index("order").getAll();
      let sum = rows.reduce((sum, { ciphertext }) => sum + ciphertext.length, 0);
      for (const row of rows) {
        if (count <= bounds.records && sum <= bounds.bytes) break;
        void quiet(tx.store.delete(keyOf(row)));
        count--;
        sum -= row.ciphertext.length;
      }
    }
    await tx.done;
  };

  return {
    async add(added) {
      const database = await connect();
      await write(database, (store) => {
        for (const record of added) {
          store.put({ ...record, queued: now() }, keyOf(record));
          records++;
          bytes += record.ciphertext.length;
        }
      });
      // Now and then: a few more than the bounds do no harm.
      if (records > bounds.records >> 6 || bytes > bounds.bytes >> 6) await trim(database);
    },
    async peek(limit, skip) {
      const found: SealedRecord[] = [];
      let size = 0;
      const index = (await read()).index("order");
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
    },
    async held(keys) {
      const all = new Set(await (await read()).getAllKeys());
      return keys.filter((key) => all.has(key));
    },
    async acknowledge(keys) {
      await write(await connect(), (store) => {
        for (const key of keys) store.delete(key);
      });
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
