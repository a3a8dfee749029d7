import type { CatalogDialect, Database } from "../dialect.js";
import { newTable } from "./new-table.js";

/**
 * Records that were refused, and the keys that they are sealed to. The keys' bytes lie in a table of their own, which only
 * grows at its end and is overwritten in place, for the reason that migrations/keep-key-bytes-apart.ts gives; apart from
 * `key_bytes`, because that one is in key backups and these never are.
 */
export async function quarantineTables(db: Database, dialect: CatalogDialect): Promise<void> {
  const { bytes, integer } = dialect.types;
  const { schema } = db;
  await schema
    .createTable("quarantine_bytes")
    .addColumn("id", integer, (column) => dialect.serial(column))
    .addColumn("bytes", bytes, (column) => column.notNull())
    .execute();
  await newTable(db, "quarantine_kek", {
    id: "text",
    site: "text",
    day: "text",
    public_key: bytes,
    key: integer,
    created: integer,
  })
    .addPrimaryKeyConstraint("quarantine_kek_by_day", ["site", "day"])
    .addForeignKeyConstraint("quarantine_kek_has_bytes", ["key"], "quarantine_bytes", ["id"])
    .execute();
  await schema
    .createTable("quarantine")
    .addColumn("id", integer, (column) => dialect.serial(column))
    .addColumn("site", "text", (column) => column.notNull())
    .addColumn("stream", bytes, (column) => column.notNull())
    .addColumn("seq", integer, (column) => column.notNull())
    .addColumn("visitor", bytes)
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("detail", "text")
    .addColumn("type", "text")
    .addColumn("received", integer, (column) => column.notNull())
    .addColumn("kek", "text", (column) => column.notNull())
    .addColumn("bytes", integer, (column) => column.notNull())
    .addColumn("marked", integer, (column) => column.notNull())
    .addColumn("sealed", bytes, (column) => column.notNull())
    .execute();
  // One record waits once.
  await schema.createIndex("quarantine_record").unique().on("quarantine").columns(["stream", "seq", "site"]).execute();
  // How much waits of a site is told by this alone, without reading a record.
  await schema.createIndex("quarantine_size").on("quarantine").columns(["site", "bytes"]).execute();
  // For the erasure of a subject.
  await schema.createIndex("quarantine_of").on("quarantine").columns(["visitor", "site"]).execute();
}
