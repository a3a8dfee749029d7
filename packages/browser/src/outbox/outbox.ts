import type { SealedRecord } from "../states.js";

/*
 * Where sealed records wait until the collector has them: in memory, and on the device with consent. It knows ciphertext
 * only. Records are acknowledged by their key, never by position, and stay until then, unless bounds force the oldest out.
 */

export interface Bounds {
  readonly records: number;
  /** Of ciphertext. */
  readonly bytes: number;
}

/** With the wall clock when it was added. */
export type QueuedRecord = SealedRecord & { readonly queued: number };

/** What an outbox keeps: a few days of one busy visitor, and little of the site's quota. */
export const OUTBOX_BOUNDS: Bounds = { records: 5000, bytes: 5 * 1024 * 1024 };

/** @returns An event's identity on the wire: its stream and its number. */
export function keyOf({ stream, seq }: SealedRecord): string {
  return `${stream.id}/${seq}`;
}
