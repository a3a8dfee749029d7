import type Sqlite from "better-sqlite3-multiple-ciphers";
import { type CompiledQuery, sql, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import type { CatalogDialect, Database } from "../dialect.js";
import { noteChanges } from "./note-changes.js";
import { EachRow, SqliteDriver } from "./sqlite-driver.js";
import { continueFrom, sequences, tableShape } from "./table-shape.js";

/** SQLite, as the catalog's roles see it. */
export function sqliteDialect(db: Sqlite.Database, path: string): CatalogDialect {
  const driver = new SqliteDriver(db, path);
  return {
    kysely: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => driver,
      createIntrospector: (kysely) => new SqliteIntrospector(kysely),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
    types: { bytes: "blob", integer: "integer" },
    serial: (column) => column.primaryKey().autoIncrement(),
    clustered: (table) => table.modifyEnd(sql`without rowid`),
    async each<Row>(db: Database, statement: CompiledQuery<Row>, rows: readonly (readonly unknown[])[]) {
      if (rows.length === 0) return [];
      const batch: CompiledQuery<Row> = { ...statement, parameters: [new EachRow(rows)] };
      return (await db.executeQuery(batch)).rows;
    },
    zeros: (column) => sql`zeroblob(length(${sql.ref(column)}))`,
    shape: tableShape,
    noteChanges,
    sequences,
    continueFrom,
    scrub: () => driver.scrub(),
    close: () => driver.destroy(),
  };
}
