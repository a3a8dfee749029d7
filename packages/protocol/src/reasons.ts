/** What the wire tells a sender about a record that was refused for good (docs/protocol.md). */
export type WireReason = "unreadable" | "refused" | "key";

/**
 * Why an event did not reach the store. Every such event ends with exactly one of these, counted. `wire` is what its
 * sender is told in a `200`; null where the whole request was answered with an error or the event was a repeat.
 */
export const REJECT_REASONS = {
  /** The body is not a run of well-framed envelopes: 400. */
  malformed: null,
  /** The site does not exist: 404. */
  unknown_site: null,
  /** The request's Origin is not one of the site's: 403. */
  origin: null,
  /** The body is larger than allowed, or holds too many records: 413. */
  too_large: null,
  /** Too many requests from one address: 429. */
  rate: null,
  /** The collector is stopping, or its queue or disk is full: 503. */
  unavailable: null,
  /** The key id is not accepted for the site, or the suite is not one this key opens. */
  key: "key",
  /** The record, or its stream's hello, failed authentication. */
  unreadable: "unreadable",
  /** The record's plaintext is larger than allowed. */
  record_too_large: "unreadable",
  /** The plaintext's length is not a multiple of 64. */
  padding: "unreadable",
  /** The plaintext is not UTF-8 JSON. */
  json: "unreadable",
  /** The event does not have its type's shape. */
  shape: "unreadable",
  /** Record 0 is not a hello, or another record is. */
  hello: "unreadable",
  /** The site asks for an ingest token, and the stream's hello brought none that was good when it began. */
  token: "refused",
  /** Policy refuses the event as a whole. */
  policy: "refused",
  /** (stream, seq) is already stored. The first stored wins. */
  duplicate: null,
} as const satisfies Readonly<Record<string, WireReason | null>>;

export type RejectReason = keyof typeof REJECT_REASONS;

/** One entry of the `rejected` list in a `200` answer to `POST /v1/streams`. */
export interface Rejected {
  /** base64url of the stream's 16-byte id. */
  readonly stream: string;
  readonly seq: number;
  readonly reason: WireReason;
}
