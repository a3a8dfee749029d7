import type { SealedLevel } from "@wayseal/protocol";
import type { EncryptedEvent, StoredEvent } from "../pipeline/states.js";
import type { AuditCatalog } from "./audit.js";
import type { BackupCatalog } from "./backups.js";
import type { CustodyCatalog } from "./custody.js";
import type { ErasureCatalog, OwnKeyCatalog } from "./erasures.js";
import type { HoldCatalog } from "./holds.js";
import type { RetentionCatalog } from "./retention.js";
import type { LookupCatalog } from "./lookups.js";
import type { Dek, KeyCatalog } from "./keys-at-rest.js";
import type { PeopleCatalog } from "./people.js";
import type { RequestCatalog } from "./requests.js";
import type { SubjectCatalog } from "./subjects.js";
import type { PolicyCatalog } from "./policies.js";
import type { QuarantineCatalog, SetAside } from "./quarantine.js";
import type { RecipientCatalog } from "./recipients.js";
import type { RevealCatalog } from "./reveals.js";
import type { SiteCatalog } from "./sites.js";
import type { TurnoverCatalog } from "./turnover.js";

export type * from "./keys-at-rest.js";
export type * from "./people.js";
export type * from "./sites.js";

/** The subject that a visitor is stored under. */
export interface SubjectMapping {
  readonly site: string;
  /** HMAC(pepper, site ‖ visitor), 32 bytes. */
  readonly visitor: Buffer;
  readonly subject: Buffer;
}

/** What one accepted request asks to be made durable. */
export interface CommitRequest {
  readonly events: readonly EncryptedEvent[];
  /**
   * Mappings and DEKs that are new with these events; ones that are stored already may be repeated. One that no
   * `stored` event relies on is not kept, so only a `stored` event makes its mapping and DEKs known to be durable.
   */
  readonly subjects: readonly SubjectMapping[];
  readonly deks: readonly Dek[];
  readonly streams: readonly StreamSeen[];
  /** Records that were refused for good, to be counted by day. A second commit, for stale events, gives none. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Of those, the ones that are to wait in quarantine, within QUARANTINE_LIMIT. A record waits once. */
  readonly setAside?: readonly SetAside[];
  /**
   * The events are taken out of quarantine, in the same transaction: one that does not wait there any more is a
   * `duplicate`, whatever its number says.
   */
  readonly fromQuarantine?: boolean;
  readonly site: string;
  readonly received: number;
}

/** What a request says of a stream, for loss. */
export interface StreamSeen {
  readonly stream: Buffer;
  readonly site: string;
  readonly kid: string;
  /** `previous` of its hello: earlier streams of the same browser and how many records they sealed. */
  readonly previous: readonly { readonly stream: Buffer; readonly count: number }[];
  readonly generated: boolean;
  /**
   * Numbers of authentic records that were refused for what they said. They arrived, so they are no loss; each counts
   * once. Never one that failed authentication: anyone could then mark another's number as seen.
   */
  readonly refused?: readonly number[];
}

/**
 * Aligned with `CommitRequest.events`, and after them with `setAside`. `duplicate`: (stream, seq) is stored, or stands earlier in the request. `stale`:
 * nothing maps to its subject (the mapping is gone, the visitor's went to another, or the subject was erased), or a DEK
 * or the DEK's KEK is gone, or the KEK has turned over. Nothing of a stale event is stored, not its seen number either: encrypt it again.
 * `retired`: the recipient key of its stream is not accepted any more, and nothing of it is stored. `full`: the quarantine
 * has no room for it.
 */
export type CommitOutcome = "stored" | "duplicate" | "stale" | "retired" | "full";

/** The acknowledging commit and what it reads. */
export interface EventCatalog {
  /** The subject of a visitor, or null. */
  subject(site: string, visitor: Buffer): Promise<Buffer | null>;
  /** A DEK of this subject, level and month that a writer may go on using, or null. */
  usableDek(site: string, subject: Buffer, level: SealedLevel, month: string): Promise<Dek | null>;
  /**
   * Makes everything durable in one transaction, together with whatever other requests wait (group commit): mappings,
   * DEKs, seen numbers, spool rows, blind indexes of what was stored. Resolves after the transaction is on disk.
   *
   * @throws {CatalogError} `full`, `read-only`, `damaged`, `closed` or `overloaded`: nothing of the request was stored.
   */
  commit(request: CommitRequest): Promise<readonly CommitOutcome[]>;
}

/** A run of spool rows that is inserted as one block. */
export interface SpoolBlock {
  /** Grows by one from 1; the block's deduplication token is made of it. */
  readonly id: number;
  readonly rows: readonly StoredEvent[];
}

/**
 * Most bytes of a block's rows, as the spool keeps them, unless one row alone has more. Rows grow when they are written
 * as an insert, and the engine takes no body above 64 MiB (engine/serve-engine.ts).
 */
export const MAX_BLOCK_BYTES = 16 << 20;

/** Acknowledged events on their way to the event store. Knows nothing of ClickHouse (docs/storage.md). */
export interface Spool {
  /**
   * The next block of undrained rows, or null: at most `limit` rows and `MAX_BLOCK_BYTES`, but always at least one row,
   * however large, so that nothing stands in the way of the rest. A block keeps its rows and id until it is settled.
   */
  next(limit: number): Promise<SpoolBlock | null>;
  /** The block was inserted; its rows are kept until it has settled. */
  drained(block: number, at: number): Promise<void>;
  /** Drained blocks that have not settled, oldest first, with their row counts: checked after a crash. */
  unsettled(): Promise<readonly { readonly id: number; readonly rows: number; readonly drained: number }[]>;
  /** Reads a block again, for a replay. */
  read(block: number): Promise<SpoolBlock>;
  /** Removes blocks drained before `before`. */
  settle(before: number): Promise<number>;
  /** Rows that no drain has inserted yet. Rows that were erased meanwhile may still count. */
  depth(): Promise<number>;
}

export interface LossDay {
  /** `YYYY-MM-DD`, UTC, of the stream's first receipt. */
  readonly day: string;
  readonly streams: number;
  /** Records that senders are known to have sealed: the highest number seen or declared, plus one, a stream. */
  readonly expected: number;
  readonly arrived: number;
}

/** Loss, from what every record's number tells. */
export interface LossCatalog {
  loss(site: string, from: number, to: number): Promise<readonly LossDay[]>;
  /** Refused records by reason. */
  rejected(site: string, from: number, to: number): Promise<Readonly<Record<string, number>>>;
}

/** The whole catalog: one adapter implements all of it over one database. */
export interface Catalog
  extends
    SiteCatalog,
    KeyCatalog,
    OwnKeyCatalog,
    EventCatalog,
    Spool,
    LossCatalog,
    PeopleCatalog,
    ErasureCatalog,
    LookupCatalog,
    HoldCatalog,
    RetentionCatalog,
    CustodyCatalog,
    BackupCatalog,
    QuarantineCatalog,
    RecipientCatalog,
    TurnoverCatalog,
    SubjectCatalog,
    RequestCatalog,
    RevealCatalog,
    AuditCatalog,
    PolicyCatalog {
  /** Resolves when a write reached the disk just now; for `/readyz`. @throws {CatalogError} */
  check(): Promise<void>;
  close(): Promise<void>;
}

export type CatalogFault =
  | "missing"
  | "exists"
  | "version"
  | "key"
  | "in-use"
  | "held"
  | "read-only"
  | "full"
  | "damaged"
  | "closed"
  | "overloaded";

/** A catalog that cannot be used. The message is one clear line for an operator. */
export class CatalogError extends Error {
  override readonly name = "CatalogError";
  constructor(
    readonly fault: CatalogFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
