import type { CreateTableBuilder } from "kysely";
import { CatalogError } from "../ports/catalog.js";
import type { CatalogDialect, Database } from "./dialect.js";
import { MIGRATIONS } from "./migrations/index.js";

export interface MigrateOptions {
  readonly db: Database;
  readonly dialect: CatalogDialect;
  /** Whether a database without tables is to be made a catalog. */
  readonly create: boolean;
  readonly now: number;
  /** The version to stop at, for tables of an older one. @default this version's */
  readonly upTo?: number;
}

/**
 * Brings a catalog to this version's schema, each step in a transaction of its own, and notes that it was opened: a
 * write, so that a database that takes none is found out here.
 *
 * @throws {CatalogError} `version` if a later version made it; `damaged` if it has no tables and none are to be made.
 */
export async function migrate({ db, dialect, create, now, upTo = MIGRATIONS.length }: MigrateOptions): Promise<void> {
  const { integer } = dialect.types;
  const tables = await db.introspection.getTables();
  if (!tables.some(({ name }) => name === "meta")) {
    if (!create) throw new CatalogError("damaged", "The catalog was never finished: it has no tables");
    const column = ["one", "version", "created", "opened", "checked"] as const;
    await db.transaction().execute(async (db) => {
      await column
        .reduce(
          (table, name) => table.addColumn(name, integer, (column) => column.notNull()),
          db.schema.createTable("meta") as CreateTableBuilder<"meta", string>,
        )
        .addPrimaryKeyConstraint("meta_key", ["one"])
        .execute();
      await db.insertInto("meta").values({ one: 1, version: 0, created: now, opened: now, checked: now }).execute();
    });
  }
  const { version } = await db.selectFrom("meta").select("version").executeTakeFirstOrThrow();
  if (version > MIGRATIONS.length) {
    const message = `The catalog is of version ${version}; this Wayseal knows versions up to ${MIGRATIONS.length}`;
    throw new CatalogError("version", message);
  }
  for (const [index, step] of MIGRATIONS.entries()) {
    if (index < version || index >= upTo) continue;
    await db.transaction().execute(async (db) => {
      await step(db, dialect);
      await db
        .updateTable("meta")
        .set({ version: index + 1 })
        .execute();
    });
  }
  await db.updateTable("meta").set({ opened: now }).execute();
}
