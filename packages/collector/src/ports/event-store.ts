import type { SpoolBlock } from "./catalog.js";

/** A read-only question in ClickHouse SQL. Only files under `queries/` and `store/` may hold such text. */
export interface Question {
  readonly sql: string;
  /** Bound as `{name:Type}` in the SQL; values are never spliced into it. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Which rows have outlived their retention. */
export interface ExpiredRows {
  /** `YYYY-MM`, UTC: those that were received in this month or before. */
  readonly upTo: string;
  /** Null: of every site. */
  readonly sites: readonly string[] | null;
  /** Subjects whose rows stay. */
  readonly keep: readonly { readonly site: string; readonly subject: Buffer }[];
}

export interface MonthRows {
  /** `YYYY-MM`, UTC, of receipt. */
  readonly month: string;
  readonly site: string;
  readonly rows: number;
}

/** The event store as backups see it: rows by the blocks that they came in, as text in ClickHouse's TabSeparated. */
export interface EventArchive {
  /** Rows of blocks behind `after` up to `upTo`. @throws {EventStoreError} */
  count(after: number, upTo: number): Promise<number>;
  /**
   * The next blocks behind `after` up to `upTo` that have rows, in order, with about how many bytes those have; none if
   * there are no more. @throws {EventStoreError}
   */
  blocks(
    after: number,
    upTo: number,
  ): Promise<readonly { readonly block: number; readonly rows: number; readonly bytes: number }[]>;
  /** Names of the columns that rows have in this version, in their order. */
  readonly columns: readonly string[];
  /**
   * All rows of blocks from `first` to `last`, one a line, in any order.
   *
   * @param columns In which order, and which of them: an earlier version had fewer.
   * @throws {EventStoreError}
   */
  read(first: number, last: number, columns: readonly string[]): Promise<Buffer>;
  /** Adds rows as `read` gave them, to a store that has none of them. @throws {EventStoreError} */
  load(rows: Buffer, columns: readonly string[]): Promise<void>;
  /** Removes all rows: those of a restore that failed. @throws {EventStoreError} */
  clear(): Promise<void>;
}

/** Where drained events live and are asked about: chDB in a child process, or ClickHouse by URL. */
export interface EventStore {
  /** Inserts a block. Inserting the same block again changes nothing. @throws {EventStoreError} */
  insert(block: SpoolBlock): Promise<void>;
  /** Rows that the store holds of each of these blocks, 0 where it holds none. @throws {EventStoreError} */
  counts(blocks: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /**
   * Removes what the store holds of a block and inserts it anew: for one whose count is wrong. Only for a block that no
   * insert is under way for. @throws {EventStoreError}
   */
  replace(block: SpoolBlock): Promise<void>;
  /** Rows that the store holds of each of these subjects, by hex; 0 where it holds none. @throws {EventStoreError} */
  rowsOf(site: string, subjects: readonly Buffer[]): Promise<ReadonlyMap<string, number>>;
  /**
   * Removes all rows of these subjects: no question meets them afterwards, though the store's files may hold them until
   * `overwrite`. Not while an insert is under way. @throws {EventStoreError}
   */
  remove(site: string, subjects: readonly Buffer[]): Promise<void>;
  /** Writes what holds removed rows anew without them. May take minutes. @throws {EventStoreError} */
  overwrite(): Promise<void>;
  /** How many rows have expired, by month and site. @throws {EventStoreError} */
  expired(which: ExpiredRows): Promise<readonly MonthRows[]>;
  /**
   * Removes them, from the store's files too. Inserts may be under way: they are of later months. May take minutes.
   *
   * @throws {EventStoreError}
   */
  expire(which: ExpiredRows): Promise<void>;
  /** @throws {EventStoreError} */
  ask<Row>(question: Question): Promise<Row[]>;
  readonly archive: EventArchive;
  /** Whether it answers now. Never throws. */
  ready(): Promise<boolean>;
  /** How often the engine came back from a crash since it was opened. It grows ⇒ counts are to be compared. */
  restarts(): number;
  close(): Promise<void>;
}

/** The engine is down, restarting, or refused a question as too heavy. */
export class EventStoreError extends Error {
  override readonly name = "EventStoreError";
  constructor(
    readonly fault: "unavailable" | "too-heavy" | "failed",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
