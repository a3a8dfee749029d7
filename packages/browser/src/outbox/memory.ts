import type { SealedRecord } from "../states.js";
import { type Bounds, keyOf, OUTBOX_BOUNDS, type QueuedRecord } from "./outbox.js";

/** An outbox in memory, whose calls answer at once: a closing page cannot wait. */
export interface MemoryOutbox {
  /** Keeps records; a record that is there already stays as it is. */
  add(records: readonly SealedRecord[]): void;
  /** @returns The oldest records that `skip` does not refuse, within the bounds, oldest first. They stay. */
  peek(bounds: Bounds, skip?: (record: QueuedRecord) => boolean): SealedRecord[];
  /** Forgets delivered records; unknown ones are ignored. */
  acknowledge(keys: readonly string[]): void;
  /** Forgets everything. */
  clear(): void;
  /** Bytes of ciphertext that wait. */
  readonly bytes: number;
}

export function memoryOutbox(now: () => number, bounds: Bounds = OUTBOX_BOUNDS): MemoryOutbox {
  // A Map keeps the order in which records came.
  const records = new Map<string, QueuedRecord>();
  let bytes = 0;

  const acknowledge = (keys: readonly string[]): void => {
    for (const key of keys) {
      bytes -= records.get(key)?.ciphertext.length ?? 0;
      records.delete(key);
    }
  };

  return {
    get bytes() {
      return bytes;
    },
    add(added) {
      for (const record of added) {
        if (records.has(keyOf(record))) continue;
        records.set(keyOf(record), { ...record, queued: now() });
        bytes += record.ciphertext.length;
      }
      for (const key of records.keys()) {
        if (records.size <= bounds.records && bytes <= bounds.bytes) break;
        acknowledge([key]);
      }
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
    acknowledge,
    clear: () => acknowledge([...records.keys()]),
  };
}
