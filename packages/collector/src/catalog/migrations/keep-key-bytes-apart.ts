import { sql } from "kysely";
import type { CatalogDialect, Database } from "../dialect.js";
import { newTable } from "./new-table.js";

/**
 * Moves the bytes of sealed DEKs into a table of their own, which only grows at its end and whose rows are overwritten
 * where they lie. A table whose rows come and go in any order has its neighbours moved from page to page, and SQLite
 * leaves copies of what it moved in the slack of pages, `secure_delete` or not: a key that was destroyed could be there.
 */
export async function keepKeyBytesApart(db: Database, dialect: CatalogDialect): Promise<void> {
  const { bytes, integer } = dialect.types;
  const { schema } = db;
  await schema
    .createTable("key_bytes")
    .addColumn("id", integer, (column) => dialect.serial(column))
    .addColumn("bytes", bytes, (column) => column.notNull())
    .execute();
  await schema.dropIndex("dek_of").execute();
  await schema.alterTable("dek").renameTo("dek_before").execute();
  await newTable(db, "dek", {
    id: "text",
    kek: "text",
    site: "text",
    subject: bytes,
    level: integer,
    month: "text",
    key: integer,
  })
    .addPrimaryKeyConstraint("dek_by_id", ["id"])
    .addForeignKeyConstraint("dek_under_kek", ["kek"], "kek", ["id"])
    .addForeignKeyConstraint("dek_has_bytes", ["key"], "key_bytes", ["id"])
    .$call((table) => dialect.clustered(table))
    .execute();
  const numbered = sql`select id, kek, site, subject, level, month, sealed, row_number() over (order by id) as at
    from dek_before`;
  await sql`insert into key_bytes (id, bytes) select at, sealed from (${numbered}) as numbered order by at`.execute(db);
  await sql`insert into dek (id, kek, site, subject, level, month, key)
    select id, kek, site, subject, level, month, at from (${numbered}) as numbered`.execute(db);
  await schema.dropTable("dek_before").execute();
  await schema.createIndex("dek_of").on("dek").columns(["subject", "site", "level", "month"]).execute();
  // For whatever asks what still hangs on a KEK, and for the check when one goes.
  await schema.createIndex("dek_under").on("dek").columns(["kek"]).execute();
}
