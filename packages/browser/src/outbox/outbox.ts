import type { SealedRecord } from "../states.js";

/** An event's identity on the wire. */
export interface RecordId {
  /** base64url of the stream's id. */
  readonly stream: string;
  readonly seq: number;
}

export interface Bounds {
  readonly records: number;
  /** Of ciphertext. */
  readonly bytes: number;
}

type Awaitable<T> = T | Promise<T>;

/**
 * Where sealed records wait until the collector has them. It knows ciphertext only. Records are acknowledged by identity,
 * never by position, and stay until then, unless bounds force the oldest out.
 */
export interface Outbox {
  /** Keeps records; a record that is there already stays as it is. @returns How many of the oldest were forced out. */
  add(records: readonly SealedRecord[]): Awaitable<number>;
  /** @returns The oldest records that `skip` does not refuse, within the bounds, oldest first. They stay. */
  peek(
    bounds: Bounds,
    skip?: (record: SealedRecord & { readonly queued: number }) => boolean,
  ): Awaitable<SealedRecord[]>;
  /** @returns Those of the records that are still here. */
  held(ids: readonly RecordId[]): Awaitable<RecordId[]>;
  /** Forgets delivered records; unknown ones are ignored. */
  acknowledge(ids: readonly RecordId[]): Awaitable<void>;
  /** Forgets everything. */
  clear(): Awaitable<void>;
  /** Lets go of the device; the next call takes hold again. */
  close(): void;
}

/** What an outbox keeps: a few days of one busy visitor, and little of the site's quota. */
export const OUTBOX_BOUNDS: Bounds = { records: 5000, bytes: 5 * 1024 * 1024 };
