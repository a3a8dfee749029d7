import type Database from "better-sqlite3-multiple-ciphers";
import { CompiledQuery, type DatabaseConnection, type Driver, type QueryResult } from "kysely";
import { CatalogError } from "../../ports/catalog.js";
import { sqliteFault } from "./sqlite-fault.js";

/** Statements kept prepared. The catalog has about a hundred; lists of varying length make more. */
const MAX_STATEMENTS = 500;

/** Stands where a query's parameters would: the statement runs once for each of them. */
export class EachRow {
  constructor(readonly rows: readonly (readonly unknown[])[]) {}
}

/**
 * Kysely's driver for one open SQLite database. Kysely's own prepares every statement anew and throws SQLite's errors
 * as they are; this one keeps statements, runs batches without a turn between rows, and names faults.
 */
export class SqliteDriver implements Driver {
  readonly #db: Database.Database;
  readonly #connection: SqliteConnection;
  /** The one connection is handed from waiter to waiter in the order in which they asked. */
  #busy = false;
  readonly #waiting: (() => void)[] = [];

  constructor(db: Database.Database, path: string) {
    this.#db = db;
    this.#connection = new SqliteConnection(db, path);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#busy) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#busy = true;
    return this.#connection;
  }

  async releaseConnection(_: DatabaseConnection): Promise<void> {
    const next = this.#waiting.shift();
    if (next === undefined) this.#busy = false;
    else next();
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("commit"));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // A full disk or a failing one has rolled back already.
    if (this.#db.inTransaction) await connection.executeQuery(CompiledQuery.raw("rollback"));
  }

  /**
   * Writes the log into the file and cuts the log to nothing, so that no older page of it is left. Free pages need
   * nothing: `secure_delete` has filled them with zeros already.
   */
  async scrub(): Promise<void> {
    const connection = await this.acquireConnection();
    try {
      await connection.executeQuery(CompiledQuery.raw("pragma wal_checkpoint(truncate)"));
    } finally {
      await this.releaseConnection(connection);
    }
  }

  async destroy(): Promise<void> {
    const connection = await this.acquireConnection();
    try {
      this.#connection.forget();
      if (this.#db.open) this.#db.close();
    } finally {
      // Whoever still waits is told that it is closed.
      await this.releaseConnection(connection);
    }
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #statements = new Map<string, Database.Statement>();

  constructor(
    readonly db: Database.Database,
    readonly path: string,
  ) {}

  forget(): void {
    this.#statements.clear();
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    if (!this.db.open) throw new CatalogError("closed", `The catalog is closed: ${this.path}`);
    try {
      const statement = this.#prepare(sql);
      const [first] = parameters;
      if (first instanceof EachRow) return { rows: runEach<Row>(statement, first.rows) };
      if (statement.reader) return { rows: statement.all(parameters) as Row[] };
      return { rows: [], numAffectedRows: BigInt(statement.run(parameters).changes) };
    } catch (error) {
      throw sqliteFault(error, this.path);
    }
  }

  // eslint-disable-next-line require-yield -- the port wants it; nothing here streams.
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error("The catalog reads no query as a stream");
  }

  #prepare(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
      statement = this.db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function runEach<Row>(statement: Database.Statement, rows: readonly (readonly unknown[])[]): Row[] {
  if (statement.reader) return rows.map((row) => statement.get(row) as Row);
  for (const row of rows) statement.run(row);
  return [];
}
