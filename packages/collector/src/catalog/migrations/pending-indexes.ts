import type { CatalogDialect, Database } from "../dialect.js";

/** Values that a process took in which may not index them: sealed to whoever may, until it has. */
export async function pendingIndexes(db: Database, dialect: CatalogDialect): Promise<void> {
  const { bytes, integer } = dialect.types;
  const { schema } = db;
  await schema
    .createTable("pending_index")
    .addColumn("id", integer, (column) => dialect.serial(column))
    .addColumn("site", "text", (column) => column.notNull())
    .addColumn("subject", bytes, (column) => column.notNull())
    .addColumn("level", integer, (column) => column.notNull())
    .addColumn("first", integer, (column) => column.notNull())
    .addColumn("month", "text", (column) => column.notNull())
    .addColumn("sealed", bytes, (column) => column.notNull())
    .execute();
  // How much waits of a subject is told by this alone, without reading a row; its erasure goes by it too.
  await schema.createIndex("pending_index_subject").on("pending_index").columns(["subject", "site"]).execute();
  await schema.createIndex("pending_index_month").on("pending_index").columns(["site", "level", "month"]).execute();
}
