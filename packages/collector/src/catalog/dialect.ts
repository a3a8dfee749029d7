import type { ColumnDefinitionBuilder, CompiledQuery, CreateTableBuilder, Dialect, Kysely, RawBuilder } from "kysely";
import type { Tables } from "./tables.js";

/** A table as a copy of it sees it. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns of the primary key, in its order. */
  readonly key: readonly string[];
}

/** Keys of rows that are written while a copy is made. */
export interface NotedChanges {
  /** How many are noted, over all tables. */
  count(): Promise<number>;
  /** Takes some keys of a table out of the notes, in the transaction in which the rows are read again. */
  take(db: Database, shape: TableShape, limit: number): Promise<readonly Readonly<Record<string, unknown>>[]>;
  stop(): Promise<void>;
}

/** A connection or a transaction. */
export type Database = Kysely<Tables>;

/**
 * Everything in which one database differs from another. The roles (sites, keys, commit, …) know only this and Kysely.
 * A dialect's driver throws CatalogError for what is wrong with the database as a whole, and lets constraint errors pass.
 */
export interface CatalogDialect {
  readonly kysely: Dialect;
  /** Column types for migrations. */
  readonly types: {
    readonly bytes: "blob" | "bytea";
    /** Holds milliseconds since 1970. */
    readonly integer: "integer" | "bigint";
  };
  /** Makes `column` a primary key that counts up and never gives a number twice, even after its row was deleted. */
  serial(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder;
  /** Keeps a table's rows in the order of its primary key, where the database can. */
  clustered<Name extends string, Column extends string>(
    table: CreateTableBuilder<Name, Column>,
  ): CreateTableBuilder<Name, Column>;
  /**
   * Runs one compiled statement for each row of parameters, in order: the hot path's batches.
   *
   * @param db The transaction to run in.
   * @param statement Its own parameters are ignored; each of `rows` takes their place.
   * @returns For each of `rows` the first row of its answer, if any.
   */
  each<Row>(
    db: Database,
    statement: CompiledQuery<Row>,
    rows: readonly (readonly unknown[])[],
  ): Promise<readonly (Row | undefined)[]>;
  /** An expression of as many zeros as `column` has bytes. Setting a column to it overwrites it where it lies. */
  zeros(column: string): RawBuilder<Buffer>;
  /** @throws {Error} If there is no such table. */
  shape(db: Database, name: string): Promise<TableShape>;
  /** Begins to note which rows of these tables are written. */
  noteChanges(db: Database, shapes: readonly TableShape[]): Promise<NotedChanges>;
  /** The last numbers given to rows of tables that count (`serial`), and going on from such numbers. */
  sequences(db: Database): Promise<Readonly<Record<string, number>>>;
  continueFrom(db: Database, numbers: Readonly<Record<string, number>>): Promise<void>;
  /** Leaves nothing in the log of what was deleted or overwritten in the tables, nor in free pages. */
  scrub(): Promise<void>;
  /** Closes the database once running transactions have ended; whatever comes later fails with `closed`. */
  close(): Promise<void>;
}
