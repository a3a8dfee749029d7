import { Kysely, sql } from "kysely";
import { setDigest, type SetDigest } from "../keys/digest.js";
import type { TablePage } from "../ports/backups.js";
import { CatalogError } from "../ports/catalog.js";
import { BACKUP_PART } from "./backup-parts.js";
import { migrate } from "./migrate.js";
import { MIGRATIONS } from "./migrations/index.js";
import { fromCell, toCell } from "./page-cells.js";
import { openDatabase } from "./sqlite/open-database.js";
import { sqliteDialect } from "./sqlite/sqlite-dialect.js";
import type { TableShape } from "./dialect.js";
import type { Tables } from "./tables.js";

/** Rows of a table, and a digest of them all in any order. */
export interface TableSum {
  readonly rows: number;
  readonly digest: string;
}

/** A new catalog that is filled with tables of a backup. */
export interface CatalogLoad {
  /** Brings the schema to a backup's version, before its pages. @throws {CatalogError} `version` if it is a later one's. */
  expect(version: number): Promise<void>;
  load(page: TablePage): Promise<void>;
  continueFrom(sequences: Readonly<Record<string, number>>): Promise<void>;
  /**
   * Compares what lies in the file now with what was given, row by row.
   *
   * @returns What each loaded table holds.
   * @throws {CatalogError} `damaged` if they differ.
   */
  compare(): Promise<ReadonlyMap<string, TableSum>>;
  /** Brings the schema up to date, and all of it to disk. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Makes a catalog in one encrypted SQLite file out of tables of a backup. Nothing is synced before `finish`, and foreign
 * keys are off, since tables come in any order: `verifySqliteCatalog` looks at all of it afterwards.
 *
 * @throws {CatalogError}
 */
export async function loadSqliteCatalog({
  path,
  key,
  now = Date.now,
}: {
  readonly path: string;
  readonly key: Buffer;
  readonly now?: () => number;
}): Promise<CatalogLoad> {
  const file = openDatabase({ path, key, create: true });
  file.pragma("foreign_keys = OFF");
  file.pragma("synchronous = OFF");
  const dialect = sqliteDialect(file, path);
  const db = new Kysely<Tables>({ dialect: dialect.kysely });
  const shapes = new Map<string, TableShape>();
  const given = new Map<string, SetDigest>();
  const sums = new Map<string, TableSum>();

  async function shapeOf(table: string): Promise<TableShape> {
    if (!Object.hasOwn(BACKUP_PART, table)) {
      throw new CatalogError("version", `The backup has a table ${table.slice(0, 40)} that this Wayseal does not know`);
    }
    let shape = shapes.get(table);
    if (shape === undefined) {
      shapes.set(table, (shape = await dialect.shape(db, table)));
      given.set(table, setDigest());
      // What a new catalog begins with, such as counters.
      await sql`delete from ${sql.table(table)}`.execute(db);
    }
    return shape;
  }

  async function remove(shape: TableShape, key: readonly unknown[], digest: SetDigest): Promise<void> {
    const at = sql.join(
      shape.key.map((column, n) => sql`${sql.ref(column)} = ${key[n]}`),
      sql` and `,
    );
    const columns = names(shape.columns);
    const { rows } = await sql<Row>`select ${columns} from ${sql.table(shape.name)} where ${at}`.execute(db);
    for (const row of rows) digest.remove(line(row, shape));
    if (rows.length > 0) await sql`delete from ${sql.table(shape.name)} where ${at}`.execute(db);
  }

  /** Before the schema moves on, too: a later version may hold the same rows otherwise. */
  async function compareAll(): Promise<void> {
    for (const [table, expected] of given) {
      const sum = await tableSum(db, shapes.get(table)!);
      if (sum.digest !== expected.hex()) {
        throw new CatalogError("damaged", `The table ${table} came out otherwise than the backup has it`);
      }
      sums.set(table, sum);
    }
    given.clear();
    shapes.clear();
  }

  return {
    async expect(version) {
      if (version > MIGRATIONS.length) {
        const known = MIGRATIONS.length;
        throw new CatalogError(
          "version",
          `The backup's catalog is of version ${version}; this Wayseal knows up to ${known}`,
        );
      }
      if (given.size > 0) await compareAll();
      await migrate({ db, dialect, create: true, now: now(), upTo: version });
    },

    async load({ table, columns, gone, rows }) {
      const shape = await shapeOf(table);
      const digest = given.get(table)!;
      if (columns.join() !== shape.columns.join()) {
        throw new CatalogError("version", `The backup's table ${table} has other columns than this version's`);
      }
      for (const key of gone) await remove(shape, key.map(fromCell), digest);
      if (rows.length === 0) return;
      const one = sql`insert into ${sql.table(table)} (${names(columns)})
        values (${sql.join(columns.map(() => null))})`.compile(db);
      const values = rows.map((row) => row.map(fromCell));
      await db.transaction().execute((db) => dialect.each(db, one, values));
      for (const row of rows) digest.add(JSON.stringify(row));
    },

    continueFrom: (sequences) => dialect.continueFrom(db, sequences),

    async compare() {
      await compareAll();
      return sums;
    },

    async finish() {
      await migrate({ db, dialect, create: false, now: now() });
      file.pragma("synchronous = FULL");
      file.pragma("wal_checkpoint(TRUNCATE)");
    },

    close: () => dialect.close(),
  };
}

type Row = Readonly<Record<string, unknown>>;

async function tableSum(db: Kysely<Tables>, shape: TableShape): Promise<TableSum> {
  const digest = setDigest();
  let count = 0;
  let after = sql`true`;
  for (;;) {
    const { rows } = await sql<Row>`select ${names(shape.columns)} from ${sql.table(shape.name)} where ${after}
      order by ${names(shape.key)} limit 1000`.execute(db);
    for (const row of rows) digest.add(line(row, shape));
    count += rows.length;
    const last = rows.at(-1);
    if (last === undefined) return { rows: count, digest: digest.hex() };
    after = sql`(${names(shape.key)}) > (${sql.join(shape.key.map((column) => last[column]))})`;
  }
}

const names = (columns: readonly string[]) => sql.join(columns.map((column) => sql.ref(column)));

/** A row as it travelled. */
const line = (row: Row, { columns }: TableShape) => JSON.stringify(columns.map((column) => toCell(row[column])));
