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

/** `GET /v1/audit/entries/:seq`: one entry in its chain, whole. */
export interface AuditEntryShown {
  readonly entry: AuditEntryAnswer;
  /** Its canonical bytes as text, which its hash is of (docs/audit.md). */
  readonly body: string;
  /** base64url: hash of the entry before, 32 zero bytes before the first; null where that one was pruned. */
  readonly previous: string | null;
  /** The first checkpoint that signs it; null: it is not signed yet. */
  readonly signed: { readonly seq: number; readonly at: number; readonly kid: string } | null;
  readonly names: AuditList["names"];
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
  /** People and tokens whose sites the viewer shares: whom entries may be asked for by. */
  readonly actors: readonly { readonly id: string; readonly name: string; readonly kind: "person" | "token" }[];
  /** Whether the viewer may have it signed now. */
  readonly keeps: boolean;
  /** Whether the viewer may take the log away: it is one for all sites, so whoever keeps it must see them all. */
  readonly bundle: boolean;
}

/**
 * `POST /v1/audit/checkpoints`: the log is signed now, and its witness told. Kept apart from here, it shows later that the
 * log still holds what it held then.
 */
export interface AuditSigned {
  /** Every entry up to this one is signed. */
  readonly seq: number;
  readonly at: number;
  /** base64url: of that entry. */
  readonly hash: string;
  /** Thumbprint of the key. */
  readonly kid: string;
  /** base64url: Ed25519 (docs/audit.md). */
  readonly signature: string;
}

/**
 * `POST /v1/audit/verify`. With `Accept: application/x-ndjson` it tells how far it has come, a line at a time, and last of
 * all `result`.
 */
export interface AuditVerified {
  /** The first place at which the log is not what was written; null: there is none. */
  readonly broken: { readonly seq: number; readonly why: string } | null;
  readonly entries: number;
  readonly first: number;
  readonly last: number;
  readonly checkpoints: number;
  /** Up to which entry it is signed. */
  readonly signed: number;
  /**
   * Entries by which the log goes on after it was restored from a backup, and how many were written before that are lost;
   * null where nobody knows.
   */
  readonly restored: readonly { readonly seq: number; readonly at: number; readonly lost: number | null }[];
  /** Entries that the witness bears out, and those that it was not told of; null where it was not asked. */
  readonly witnessed: number | null;
  readonly lag: number | null;
  /** Thumbprint of the key that signs. */
  readonly kid: string;
}

/** A line of `POST /v1/audit/verify` as it goes on. */
export type AuditVerifying = { readonly entries: number; readonly of: number } | { readonly result: AuditVerified };
