import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import type { SealedRecord, StreamHead } from "../states.js";
import { type Bounds, OUTBOX_BOUNDS, type Outbox } from "./outbox.js";

interface Row {
  readonly stream: string;
  readonly seq: number;
  readonly ciphertext: Uint8Array;
  /** Wall clock when it was added; with `seq` the order in which records leave. */
  readonly queued: number;
}

interface Schema extends DBSchema {
  records: { key: [string, number]; value: Row; indexes: { order: [number, number] } };
  streams: { key: string; value: StreamHead };
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
  const open = (): Promise<IDBPDatabase<Schema>> =>
    (opened ??= openDB<Schema>(name, 1, {
      upgrade(database) {
        database.createObjectStore("records", { keyPath: ["stream", "seq"] }).createIndex("order", ["queued", "seq"]);
        database.createObjectStore("streams", { keyPath: "id" });
        database.createObjectStore("sums");
      },
      // Another tab wants to delete it, or the browser has taken it away: never stand in the way.
      blocking: close,
      terminated: close,
    }).catch((fault: unknown) => {
      opened = null;
      throw fault;
    }));
  const begin = async <M extends IDBTransactionMode>(mode: M) => {
    const tx = (await open()).transaction(["records", "streams", "sums"], mode);
    void quiet(tx.done);
    return tx;
  };
  const change = () => begin("readwrite");

  return {
    async add(added) {
      // All requests at once and the commit behind them: a page that closes now has done its part.
      const put = await change();
      const queued = now();
      const known = added.map(({ stream, seq, ciphertext }) => {
        const key = quiet(put.objectStore("records").getKey([stream.id, seq]));
        void quiet(put.objectStore("records").put({ stream: stream.id, seq, ciphertext, queued }));
        void quiet(put.objectStore("streams").put(stream));
        return key;
      });
      await finish(put);
      const before = await Promise.all(known);
      const fresh = added.filter((_, i) => !before[i]);

      const tx = await change();
      const records = tx.objectStore("records");
      let count = await records.count();
      let bytes =
        ((await tx.objectStore("sums").get(0)) ?? 0) +
        fresh.reduce((sum, { ciphertext }) => sum + ciphertext.length, 0);
      let dropped = 0;
      let cursor = count > bounds.records || bytes > bounds.bytes ? await records.index("order").openCursor() : null;
      while (cursor && (count > bounds.records || bytes > bounds.bytes)) {
        count--;
        dropped++;
        bytes -= cursor.value.ciphertext.length;
        await cursor.delete();
        cursor = await cursor.continue();
      }
      await tx.objectStore("sums").put(bytes, 0);
      await finish(tx);
      return dropped;
    },
    async peek(limit, skip) {
      const tx = await begin("readonly");
      const heads = new Map<string, StreamHead | undefined>();
      const found: SealedRecord[] = [];
      let size = 0;
      for (
        let cursor = await tx.objectStore("records").index("order").openCursor();
        cursor;
        cursor = await cursor.continue()
      ) {
        const { stream: id, seq, ciphertext, queued } = cursor.value;
        if (!heads.has(id)) heads.set(id, await tx.objectStore("streams").get(id));
        const stream = heads.get(id);
        if (!stream || skip?.({ stream, seq, ciphertext, queued })) continue;
        size += ciphertext.length;
        if (found.length >= limit.records || size > limit.bytes) break;
        found.push({ stream, seq, ciphertext });
      }
      return found;
    },
    async held(ids) {
      const records = (await begin("readonly")).objectStore("records");
      const keys = await Promise.all(ids.map(({ stream, seq }) => records.getKey([stream, seq])));
      return ids.filter((_, i) => keys[i]);
    },
    async acknowledge(ids) {
      const tx = await change();
      const records = tx.objectStore("records");
      const sums = tx.objectStore("sums");
      let bytes = (await sums.get(0)) ?? 0;
      for (const { stream, seq } of ids) {
        const row = await records.get([stream, seq]);
        if (!row) continue;
        await records.delete([stream, seq]);
        bytes -= row.ciphertext.length;
      }
      // A page that closed before it had counted leaves the sum a little low: an empty outbox sets it right.
      await sums.put((await records.count()) ? Math.max(0, bytes) : 0, 0);
      // A stream's head goes with its last record; a later record of the stream brings it again.
      for (const stream of new Set(ids.map((id) => id.stream))) {
        const left = await records.count(IDBKeyRange.bound([stream, 0], [stream, Infinity]));
        if (!left) await tx.objectStore("streams").delete(stream);
      }
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
async function finish(tx: { commit?(): void; readonly done: Promise<void> }): Promise<void> {
  tx.commit?.();
  await tx.done;
}
