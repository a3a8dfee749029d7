import type { Generated } from "kysely";
import type { BackupTables } from "./backup-tables.js";
import type { QuarantineTables } from "./quarantine-tables.js";

/**
 * The catalog's tables, in every database alike. Bytes are `Buffer`s, times are milliseconds since 1970, flags 0 or 1.
 * Rows that name a subject can be found and deleted by it: erasure needs no other copy.
 */
export interface Tables extends QuarantineTables, BackupTables {
  /** One row. */
  meta: { one: number; version: number; created: number; opened: number; checked: number };
  /** Numbers that only grow and outlive the rows they were given to. */
  counter: { name: "block" | "spooled"; value: number };

  /** `origins` is a JSON list. */
  site: {
    id: string;
    name: string;
    origins: string;
    created: number;
    requires_token: Generated<number>;
    two_people: Generated<number>;
  };
  /** `key` is where `key_bytes` has the wrapped private half; null once that was destroyed. */
  recipient_key: {
    kid: string;
    site: string;
    public_key: Buffer;
    key: number | null;
    created: number;
    state: "next" | "current" | "accepted" | "retired" | "destroyed";
    since: number;
    due: number | null;
    grace: number;
    quiet: number;
    compromised: number | null;
    forgotten: number | null;
  };
  /** What arrived that was sealed to a recipient key, by day of receipt. */
  recipient_use: { kid: string; day: string; streams: number; events: number; first: number; last: number };
  ingest_key: { kid: string; site: string; name: string; public_key: Buffer; created: number };
  /** `key` as in `recipient_key`; null where the private half is kept off the collector. */
  signing_key: { site: string; public_key: Buffer; key: number | null; created: number; version: number };
  signed_set: { site: string; jws: string; version: number; expires: number; published: number };

  kek: {
    id: string;
    site: string;
    level: number;
    month: string;
    generation: number;
    public_key: Buffer;
    /** Where `key_bytes` has the wrapped private half. */
    key: number;
    created: number;
    state: "current" | "old";
    successor: string | null;
    used: number | null;
    destroyed: number;
  };
  /** Keys that are no more: names and times, no bytes. */
  destroyed_key: {
    id: string;
    kind: "kek" | "root";
    site: string;
    level: string;
    month: string;
    generation: number;
    created: number;
    destroyed: number;
    why: string;
  };
  /** `key` is where `key_bytes` has the sealed DEK. */
  dek: { id: string; kek: string; site: string; subject: Buffer; level: number; month: string; key: number };
  /** Root keys that came into use since this is noted; `last_backup` of one that is gone. */
  root_key: { id: string; since: number; last_backup: number | null };
  /**
   * Sealed DEKs and wrapped private halves. Rows are only ever added at the end, and overwritten where they lie by bytes of
   * the same length: never deleted one by one (migrations/keep-key-bytes-apart.ts says why). A destroyed one is zeros.
   */
  key_bytes: { id: Generated<number>; bytes: Buffer };
  level_key: {
    id: string;
    level: number;
    public_key: Buffer;
    wrapped: Buffer;
    root: string;
    created: number;
    state: "current" | "old";
  };
  secret: { name: string; value: Buffer };
  /** Keys outside the hierarchy of DEKs; `public_key` is empty for a symmetric one. */
  own_key: { purpose: string; site: string; name: string; public_key: Buffer; wrapped: Buffer; created: number };

  subject: { site: string; visitor: Buffer; subject: Buffer };
  /**
   * Without bits the numbers are forgotten, since the recipient key `kid` was destroyed; what loss is reckoned from stays.
   * `bits` (32 bytes) remembers numbers 0 to 255, which is all that most streams have: bit n is set once number n is
   * stored. `highest` is −1 until a record arrived; `day` is that of the first receipt or declaration.
   */
  stream: {
    site: string;
    stream: Buffer;
    kid: string;
    first: number;
    day: string;
    arrived: number;
    highest: number;
    declared: number;
    generated: number;
    bits: Buffer;
  };
  /** Numbers from 256 on: bit n of `bits` is that of number chunk × 256 + n. */
  seen: { stream: Buffer; chunk: number; bits: Buffer };
  /** What `stream` adds up to, kept as it changes, so that a question about loss reads a row a day. */
  loss_day: { site: string; day: string; streams: number; expected: number; arrived: number };
  rejected_day: { site: string; day: string; reason: string; count: number };

  /** `payload` is a StoredEvent without what other columns hold (encode-row.ts). Rows have no block column: see `block`. */
  spool: { id: Generated<number>; site: string; subject: Buffer; payload: Buffer };
  /**
   * A block is the run of spool rows from `first` to `last`; rows are never moved into one, so none is written twice.
   * Whoever deletes spool rows otherwise than by settling their block lowers its `rows`.
   */
  block: { id: number; first: number; last: number; rows: number; drained: number | null };

  /** `keys` is a JSON list of the DEKs that were destroyed. Rows stay: they keep a subject from coming back. */
  erasure: {
    id: string;
    site: string;
    subject: Buffer;
    at: number;
    by_kind: string;
    by_id: string;
    lookup: string | null;
    keys: string;
    mappings: number;
    indexes: number;
    spooled: number;
    quarantined: number | null;
    rows: number | null;
    removed: number | null;
    overwritten: number | null;
  };
  /** Legal holds; they stay on record after their release. */
  hold: {
    id: string;
    site: string;
    subject: Buffer;
    reason: string;
    added: number;
    by_kind: string;
    by_id: string;
    released: number | null;
    released_by_kind: string | null;
    released_by_id: string | null;
  };
  /**
   * `value` is the HMAC of a normalised value that events have at `level`; `first` is when one was first received,
   * `month` that of the last.
   */
  blind_index: {
    value: Buffer;
    site: string;
    class: string;
    subject: Buffer;
    level: number;
    first: number;
    month: string;
  };
  /** What is to be indexed by whoever may: `sealed` holds class and value (keys/pending-index.ts), the rest as in `blind_index`. */
  pending_index: {
    id: Generated<number>;
    site: string;
    subject: Buffer;
    level: number;
    first: number;
    month: string;
    sealed: Buffer;
  };

  /** `contact` is sealed, and null once the request is closed. */
  request: {
    id: string;
    site: string;
    kind: string;
    jurisdiction: string;
    received: number;
    due: string;
    confirm_by: string | null;
    confirmed: number | null;
    extended: number | null;
    state: string;
    subject: Buffer | null;
    handler: string | null;
    contact: Buffer | null;
    closed: number | null;
    version: number;
  };
  request_step: {
    request: string;
    number: number;
    at: number;
    by_kind: string;
    by_id: string;
    action: string;
    note: string | null;
    ref: string | null;
  };

  /** Versions of the policy; they stay on record. The newest is in force. */
  policy: { version: number; digest: string; source: string; packs: string; applied: number } & MaybeBy;

  person: {
    id: string;
    email: string;
    /** Case-folded, for comparing. */
    email_key: string;
    name: string;
    clearance: number;
    /** JSON lists of roles and of rights beside them. */
    roles: string;
    rights: string;
    /** JSON lists, or null for every one. */
    sites: string | null;
    jurisdictions: string | null;
    purposes: string | null;
    /** JSON of a FieldList, or null: all, and none. */
    allow: string | null;
    deny: string | null;
    disabled: number;
    password: string | null;
    created: number;
  };
  /** `subject` and `classes` say what is asked to be seen; `reads` is how often, of which `used` are gone. */
  reveal: {
    id: string;
    site: string;
    subject: Buffer;
    /** JSON list. */
    classes: string;
    purpose: string;
    reason: string;
    asked: number;
    asked_by: string;
    state: string;
    minutes: number;
    reads: number;
    used: number;
    /** Level of the grant, once it was approved. */
    level: number | null;
    decided: number | null;
    decided_by: string | null;
    note: string | null;
    expires: number | null;
    ended: number | null;
    ended_by: string | null;
  };
  /** Steps of reveals that the audit trail has yet to be told of. */
  reveal_step: { reveal: string; step: string; at: number; by: string | null };
  invite: { hash: Buffer; person: string; expires: number };
  session: { hash: Buffer; person: string; created: number; expires: number };
  token: {
    id: string;
    hash: Buffer;
    name: string;
    clearance: number;
    /** As a person's. */
    roles: string;
    rights: string;
    sites: string | null;
    jurisdictions: string | null;
    purposes: string | null;
    allow: string | null;
    deny: string | null;
    created: number;
    expires: number | null;
    revoked: number;
  };

  /** `body` is what `hash` covers; the other columns repeat parts of it, to be searched by. */
  audit_entry: {
    seq: number;
    at: number;
    actor: string;
    action: string;
    site: string | null;
    subject: Buffer | null;
    body: string;
    hash: Buffer;
  };
  audit_checkpoint: { seq: number; at: number; hash: Buffer; kid: string; signature: Buffer };
  audit_witness: { place: string; seq: number; checkpoint: number; at: number };
}

/** Where it stands by which values a subject can be found. */
export type IndexTable = "blind_index" | "pending_index";

type MaybeBy = { by_kind: string | null; by_id: string | null };
