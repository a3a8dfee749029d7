import type { SpoolBlock } from "./catalog.js";

/** A read-only question in ClickHouse SQL. Only files under `queries/` and `store/` may hold such text. */
export interface Question {
  readonly sql: string;
  /** Bound as `{name:Type}` in the SQL; values are never spliced into it. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Where drained events live and are asked about: chDB in a child process, or ClickHouse by URL. */
export interface EventStore {
  /** Inserts a block. Inserting the same block again changes nothing. */
  insert(block: SpoolBlock): Promise<void>;
  /** Rows that the store holds of a block. */
  count(block: number): Promise<number>;
  /** Removes a block's rows, before a replay. */
  remove(block: number): Promise<void>;
  /** @throws {EventStoreError} */
  ask<Row>(question: Question): Promise<Row[]>;
  /** Whether it answers now. Never throws. */
  ready(): Promise<boolean>;
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
