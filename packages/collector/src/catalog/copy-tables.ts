import { type RawBuilder, sql } from "kysely";
import type { BackupKind, CopiedMoment, TablePage } from "../ports/backups.js";
import { tablesOf } from "./backup-parts.js";
import type { CatalogDialect, Database, TableShape } from "./dialect.js";
import { toCell } from "./page-cells.js";

/** Rows of a page: few enough that a commit does not wait for them. */
const PAGE_ROWS = 250;
/** Changed rows that are left for the moment itself, in which commits do wait. */
const LAST_ROWS = 500;
/** Rounds after the changed rows, if commits outrun the copy; what is left then makes the moment longer. */
const MOST_ROUNDS = 2_000;

type Row = Readonly<Record<string, unknown>>;

/**
 * Copies tables as they are at one moment, without holding up commits: page by page, while the database notes the keys
 * of rows that change meanwhile; then those rows again, until so few are left that the rest is read in one transaction.
 * The catalog has one connection and gives no other a look at its file, so no long read transaction could stand beside
 * the commits, and one that held them up for gigabytes would refuse envelopes.
 */
export async function* copyTables(
  db: Database,
  dialect: CatalogDialect,
  kind: BackupKind,
): AsyncGenerator<TablePage, CopiedMoment, undefined> {
  const shapes: TableShape[] = [];
  for (const name of tablesOf(kind)) shapes.push(await dialect.shape(db, name));
  const changes = await dialect.noteChanges(db, shapes);
  try {
    for (const shape of shapes) yield* copyPages(db, shape);
    for (let round = 0; round < MOST_ROUNDS && (await changes.count()) > LAST_ROWS; round++) {
      for (const shape of shapes) {
        const page = await db.transaction().execute((db) => changedPage(db, shape, changes.take));
        if (page !== null) yield page;
      }
    }
    const last: TablePage[] = [];
    const copied = await db.transaction().execute(async (db) => {
      for (const shape of shapes) {
        for (;;) {
          const page = await changedPage(db, shape, changes.take);
          if (page === null) break;
          last.push(page);
        }
      }
      return momentOf(db, dialect, shapes);
    });
    yield* last;
    return copied;
  } finally {
    await changes.stop();
  }
}

async function* copyPages(db: Database, shape: TableShape): AsyncGenerator<TablePage> {
  const { name, columns, key } = shape;
  let after: RawBuilder<unknown> = sql`true`;
  for (;;) {
    const { rows } = await sql<Row>`select ${names(columns)} from ${sql.table(name)} where ${after}
      order by ${names(key)} limit ${sql.lit(PAGE_ROWS)}`.execute(db);
    if (rows.length > 0) yield { table: name, columns, gone: [], rows: rows.map((row) => cells(row, columns)) };
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_ROWS) return;
    after = sql`(${names(key)}) > (${sql.join(key.map((column) => last[column]))})`;
  }
}

type Take = (db: Database, shape: TableShape, limit: number) => Promise<readonly Row[]>;

/** @returns Rows whose change was noted, as they are now; null where none was. */
async function changedPage(db: Database, shape: TableShape, take: Take): Promise<TablePage | null> {
  const { name, columns, key } = shape;
  const keys = await take(db, shape, PAGE_ROWS);
  if (keys.length === 0) return null;
  const wanted = sql.join(keys.map((row) => sql`(${sql.join(key.map((column) => row[column]))})`));
  const { rows } = await sql<Row>`select ${names(columns)} from ${sql.table(name)}
    where (${names(key)}) in (values ${wanted})`.execute(db);
  return {
    table: name,
    columns,
    gone: keys.map((row) => cells(row, key)),
    rows: rows.map((row) => cells(row, columns)),
  };
}

async function momentOf(db: Database, dialect: CatalogDialect, shapes: readonly TableShape[]): Promise<CopiedMoment> {
  const tables: Record<string, number> = {};
  for (const { name } of shapes) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(db);
    tables[name] = Number(rows[0]?.n);
  }
  const { version } = await db.selectFrom("meta").select("version").executeTakeFirstOrThrow();
  const open = await db.selectFrom("block").select("id").where("drained", "is", null).orderBy("id").executeTakeFirst();
  const given = await db.selectFrom("counter").select("value").where("name", "=", "block").executeTakeFirstOrThrow();
  const sequences = await dialect.sequences(db);
  return {
    version,
    tables,
    sequences: Object.fromEntries(
      Object.entries(sequences).filter(([name]) => shapes.some((one) => one.name === name)),
    ),
    block: (open?.id ?? given.value + 1) - 1,
  };
}

const names = (columns: readonly string[]) => sql.join(columns.map((column) => sql.ref(column)));

const cells = (row: Row, columns: readonly string[]) => columns.map((column) => toCell(row[column]));
