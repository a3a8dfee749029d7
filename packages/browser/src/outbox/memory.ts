import type { SealedRecord } from "../states.js";
import { type Bounds, OUTBOX_BOUNDS, type Outbox, type RecordId } from "./outbox.js";

/** An outbox in memory, whose calls answer at once: a closing page cannot wait. */
export interface MemoryOutbox extends Outbox {
  add(records: readonly SealedRecord[]): number;
  peek(bounds: Bounds, skip?: Parameters<Outbox["peek"]>[1]): SealedRecord[];
  held(ids: readonly RecordId[]): RecordId[];
  acknowledge(ids: readonly RecordId[]): void;
  clear(): void;
  /** Bytes of ciphertext that wait. */
  readonly bytes: number;
}

export function memoryOutbox(bounds: Bounds = OUTBOX_BOUNDS, now: () => number = Date.now): MemoryOutbox {
  // A Map keeps the order in which records came.
  const records = new Map<string, SealedRecord & { readonly queued: number }>();
  let bytes = 0;

  const remove = (key: string): void => {
    bytes -= records.get(key)?.ciphertext.length ?? 0;
    records.delete(key);
  };

  return {
    get bytes() {
      return bytes;
    },
    add(added) {
      for (const record of added) {
        const key = keyOf({ stream: record.stream.id, seq: record.seq });
        if (records.has(key)) continue;
        records.set(key, { ...record, queued: now() });
        bytes += record.ciphertext.length;
      }
      let dropped = 0;
      for (const key of records.keys()) {
        if (records.size <= bounds.records && bytes <= bounds.bytes) break;
        remove(key);
        dropped++;
      }
      return dropped;
    },
    peek(limit, skip) {
      const found: SealedRecord[] = [];
      let size = 0;
      for (const record of records.values()) {
        if (skip?.(record)) continue;
        size += record.ciphertext.length;
        if (found.length >= limit.records || size > limit.bytes) break;
        found.push(record);
      }
      return found;
    },
    held: (ids) => ids.filter((id) => records.has(keyOf(id))),
    acknowledge(ids) {
      for (const id of ids) remove(keyOf(id));
    },
    clear() {
      records.clear();
      bytes = 0;
    },
    close() {},
  };
}

function keyOf({ stream, seq }: RecordId): string {
  return `${stream}/${seq}`;
}
