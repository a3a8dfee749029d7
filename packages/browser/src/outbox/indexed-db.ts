import type { SealedRecord } from "../states.js";
import { type Bounds, keyOf, OUTBOX_BOUNDS, type Outbox, type QueuedRecord } from "./outbox.js";

/** Version of the stores below. What an older version has kept is dropped. */
const VERSION = 2;

/**
 * An outbox on the device, for visitors who have agreed to it. Holds ciphertext and what frames it: rows by their key in
 * the store `records`, and in `sums` one row, the bytes of ciphertext, counted by every tab alike.
 *
 * @param name The database's name, one for each site.
 */
export function indexedDbOutbox(name: string, bounds: Bounds = OUTBOX_BOUNDS, now: () => number = Date.now): Outbox {
  let opened: Promise<IDBDatabase> | null = null;

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
      const database = request.result;
      for (const store of [...database.objectStoreNames]) database.deleteObjectStore(store);
      database.createObjectStore("records").createIndex("order", ["queued", "seq"]);
      database.createObjectStore("sums");
    };
    const database = await answer(request);
    // Another tab wants to delete it, or the browser has taken it away: never stand in the way.
    database.onversionchange = database.onclose = close;
    return database;
  };
  const begin = async (mode: IDBTransactionMode) => {
    opened ??= open().catch((fault: unknown) => {
      opened = null;
      throw fault;
    });
    const tx = (await opened).transaction(["records", "sums"], mode);
    return { tx, records: tx.objectStore("records"), sums: tx.objectStore("sums") };
  };

  return {
    async add(added) {
      // All requests at once and the commit behind them: a page that closes now has done its part.
      const { tx, records } = await begin("readwrite");
      const known = added.map((record) => {
        const request = records.getKey(keyOf(record));
        records.put({ ...record, queued: now() }, keyOf(record));
        return request;
      });
      await finish(tx);
      const fresh = added.filter((_, i) => !known[i]?.result);

      const next = await begin("readwrite");
      let bytes = fresh.reduce((sum, { ciphertext }) => sum + ciphertext.length, await sumOf(next.sums));
      let count = await answer(next.records.count());
      if (count > bounds.records || bytes > bounds.bytes) {
        await walk(next.records, (cursor, { ciphertext }) => {
          if (count <= bounds.records && bytes <= bounds.bytes) return false;
          count--;
          bytes -= ciphertext.length;
          cursor.delete();
          return true;
        });
      }
      next.sums.put(bytes, 0);
      await finish(next.tx);
    },
    async peek(limit, skip) {
      const found: SealedRecord[] = [];
      let size = 0;
      await walk((await begin("readonly")).records, (_, record) => {
        if (skip?.(record)) return true;
        size += record.ciphertext.length;
        return found.length < limit.records && size <= limit.bytes && !!found.push(record);
      });
      return found;
    },
    async held(keys) {
      const { records } = await begin("readonly");
      const found = await Promise.all(keys.map((key) => answer(records.getKey(key))));
      return keys.filter((_, i) => found[i]);
    },
    async acknowledge(keys) {
      const { tx, records, sums } = await begin("readwrite");
      let bytes = await sumOf(sums);
      for (const key of keys) {
        const row = await answer(records.get(key) as IDBRequest<QueuedRecord | undefined>);
        if (!row) continue;
        bytes -= row.ciphertext.length;
        records.delete(key);
      }
      // A page that closed before it had counted leaves the sum a little low: an empty outbox sets it right.
      sums.put((await answer(records.count())) && Math.max(0, bytes), 0);
      await finish(tx);
    },
    async clear() {
      close();
      await answer(indexedDB.deleteDatabase(name));
    },
    close,
  };
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(String(request.error)));
  });
}

/** Commits at once where the browser can: a page that closes now aborts what has not been. */
function finish(tx: IDBTransaction): Promise<unknown> {
  return new Promise((resolve, reject) => {
    tx.oncomplete = resolve;
    tx.onabort = () => reject(new Error(String(tx.error)));
    tx.commit?.();
  });
}

async function sumOf(sums: IDBObjectStore): Promise<number> {
  return (await answer(sums.get(0) as IDBRequest<number | undefined>)) ?? 0;
}

/** Visits the records, oldest first, as long as `visit` says to go on. */
async function walk(
  records: IDBObjectStore,
  visit: (cursor: IDBCursorWithValue, record: QueuedRecord) => boolean,
): Promise<void> {
  const request = records.index("order").openCursor();
  for (
    let cursor = await answer(request);
    cursor && visit(cursor, cursor.value as QueuedRecord);
    cursor = await answer(request)
  ) {
    cursor.continue();
  }
}
