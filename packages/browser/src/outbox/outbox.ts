import type { SealedRecord } from "../states.js";

export interface Bounds {
  readonly records: number;
  /** Of ciphertext. */
  readonly bytes: number;
}

type Awaitable<T> = T | Promise<T>;

/**
 * Where sealed records wait until the collector has them. It knows ciphertext only. Records are acknowledged by their key
 * (`keyOf`), never by position, and stay until then, unless bounds force the oldest out.
 */
export interface Outbox {
  /** Keeps records; a record that is there already stays as it is. */
  add(records: readonly SealedRecord[]): Awaitable<void>;
  /** @returns The oldest records that `skip` does not refuse, within the bounds, oldest first. They stay. */
  peek(bounds: Bounds, skip?: (record: QueuedRecord) => boolean): Awaitable<SealedRecord[]>;
  /** @returns Those of the keys whose records are still here. */
  held(keys: readonly string[]): Awaitable<string[]>;
  /** Forgets delivered records; unknown ones are ignored. */
  acknowledge(keys: readonly string[]): Awaitable<void>;
  /** Forgets everything. */
  clear(): Awaitable<void>;
  /** Lets go of the device; the next call takes hold again. */
  close(): void;
}

/** With the wall clock when it was added. */
export type QueuedRecord = SealedRecord & { readonly queued: number };

/** What an outbox keeps: a few days of one busy visitor, and little of the site's quota. */
export const OUTBOX_BOUNDS: Bounds = { records: 5000, bytes: 5 * 1024 * 1024 };

/** @returns An event's identity on the wire: its stream and its number. */
export function keyOf({ stream, seq }: SealedRecord): string {
  return `${stream.id}/${seq}`;
}
