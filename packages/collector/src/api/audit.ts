/** The JSON of the audit log (see api.ts). Times are milliseconds since 1970. */

import type { AuditEntry } from "../ports/audit.js";

/** One entry: who did what, to whom, when. Ids only: `people` of the list has the names of staff. */
export interface AuditEntryAnswer extends AuditEntry {
  /** Its number in the log. */
  readonly seq: number;
  /** base64url: what the chain says of it. */
  readonly hash: string;
}

/** `GET /v1/audit?actor=&action=&site=&subject=&from=&to=&before=&limit=`: newest first. */
export interface AuditList {
  readonly entries: readonly AuditEntryAnswer[];
  /** Give it back as `before` for the next page; null on the last. */
  readonly next: number | null;
  /** Names of the people and tokens that the entries name, by id, as far as they are still there. */
  readonly names: Readonly<Record<string, string>>;
  /** Every action that there is. */
  readonly actions: readonly string[];
}

/** `GET /v1/audit/status`. */
export interface AuditStatus {
  /** Number of the last entry. */
  readonly last: number;
  readonly unsigned: number;
  readonly signed: { readonly seq: number; readonly at: number; readonly kid: string } | null;
  /** null: there is none. */
  readonly witness: {
    readonly kind: "file" | "http";
    /** Entries that it has not been told of. */
    readonly lag: number;
    /** Since when it takes nothing; null: it takes what comes. */
    readonly failing: number | null;
  } | null;
}

/** `POST /v1/audit/verify`. */
export interface AuditVerified {
  /** The first place at which the log is not what was written; null: there is none. */
  readonly broken: { readonly seq: number; readonly why: string } | null;
  readonly entries: number;
  readonly first: number;
  readonly last: number;
  readonly checkpoints: number;
  /** Up to which entry it is signed. */
  readonly signed: number;
  /** Entries that the witness bears out, and those that it was not told of; null where it was not asked. */
  readonly witnessed: number | null;
  readonly lag: number | null;
  /** Thumbprint of the key that signs. */
  readonly kid: string;
}
