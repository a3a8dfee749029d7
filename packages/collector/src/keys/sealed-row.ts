import type { FieldNote } from "../pipeline/states.js";

/** What reading an event's fields takes of its stored row. */
export interface SealedRow {
  readonly site: string;
  /** 16 bytes. */
  readonly stream: Buffer;
  readonly seq: number;
  /** 16 bytes. A column whose DEK belongs to another subject is not read: rows cannot be moved between people. */
  readonly subject: Buffer;
  /** The event's type: `field` events say whether a value was there that was never taken. */
  readonly type: string;
  /** Public column of a `field` event. */
  readonly class?: string | undefined;
  readonly filled?: boolean | undefined;
  /**
   * Public columns that a field is named by, and the one that says whose law held: countries and regions with spaces
   * between; empty: not known.
   */
  readonly form?: string | undefined;
  readonly field?: string | undefined;
  readonly country?: string | undefined;
  /** The country that the visitor's address belonged to; absent: not known. */
  readonly located?: string | undefined;
  readonly policy: number;
  readonly notes: readonly FieldNote[];
  readonly internal: Buffer | null;
  readonly confidential: Buffer | null;
  readonly restricted: Buffer | null;
}
