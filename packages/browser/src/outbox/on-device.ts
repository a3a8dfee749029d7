import type { SealedRecord } from "../states.js";
import { type Bounds, keyOf, OUTBOX_BOUNDS } from "./outbox.js";
import { trimRows } from "./rows.js";

/**
 * The outbox on the device, for visitors who have agreed to it: ciphertext and what frames it. This part of it writes, and
 * `rows.ts` reads.
 */
export interface DeviceOutbox {
  /** One database for each call: a second one would make again what `clear` has deleted meanwhile. */
  connect(): Promise<IDBDatabase>;
  /** Keeps records, all or none of them; one that is there already stays once. */
  add(records: readonly SealedRecord[]): Promise<void>;
  /** Forgets delivered records; unknown ones are ignored. */
  acknowledge(keys: readonly string[]): Promise<void>;
  /** Forgets everything. */
  clear(): Promise<void>;
  /** Lets go of the device; the next call takes hold again. */
  close(): void;
}

/** Version of the store below. What an older version has kept is dropped. */
const VERSION = 3;

/**
 * @param name The database's name, one for each site.
 * @param now Wall clock.
 */
export function deviceOutbox(name: string, now: () => number, bounds: Bounds = OUTBOX_BOUNDS): DeviceOutbox {
  let opened: Promise<IDBDatabase> | null = null;
  /** Added since somebody last looked whether the bounds hold. Of what others have left nobody knows at first. */
  let added = Infinity;

  const close = (): void => {
    opened?.then(
      (database) => database.close(),
      () => undefined,
    );
    opened = null;
  };
  const open = async (): Promise<IDBDatabase> => {
    const request = indexedDB.open(name, VERSION);
    request.onupgradeneeded = () => {
      const { result } = request;
      // A copy, since each one that goes leaves the list.
      for (const store of [...result.objectStoreNames]) result.deleteObjectStore(store);
      result.createObjectStore("records").createIndex("order", ["queued", "seq"]);
    };
    const database = await answerOf(request);
    // Another tab wants to delete it, or the browser has taken it away: never stand in the way.
    database.onversionchange = database.onclose = close;
    return database;
  };
  const connect: DeviceOutbox["connect"] = () =>
    (opened ??= open().catch((fault: unknown) => {
      opened = null;
      throw fault;
    }));
  /** All requests at once and the commit behind them, where the browser can: a page that closes now has done its part. */
  const write = async (change: (store: IDBObjectStore) => void): Promise<IDBDatabase> => {
    const database = await connect();
    const tx = database.transaction("records", "readwrite");
    change(tx.objectStore("records"));
    tx.commit?.();
    // A request that fails ends its transaction, which says why.
    await new Promise((resolve, reject) => {
      tx.oncomplete = resolve;
      tx.onabort = () => reject(tx.error ?? new Error("Aborted"));
    });
    return database;
  };

  return {
    connect,
    async add(records) {
      const database = await write((store) => {
        for (const record of records) store.put({ ...record, queued: now() }, keyOf(record));
      });
      added += records.length;
      // Now and then: a few more than the bounds do no harm.
      if (added > bounds.records >> 6) {
        added = 0;
        await trimRows(database, bounds);
      }
    },
    async acknowledge(keys) {
      await write((store) => {
        for (const key of keys) store.delete(key);
      });
    },
    async clear() {
      close();
      await answerOf(indexedDB.deleteDatabase(name));
    },
    close,
  };
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
}
