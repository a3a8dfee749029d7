import type { CatalogDialect, Database } from "../dialect.js";
import { newTable } from "./new-table.js";

/** Lets a site ask for ingest tokens, and keeps the public keys that it checks them with. */
export async function ingestTokens(db: Database, dialect: CatalogDialect): Promise<void> {
  const { bytes, integer } = dialect.types;
  await db.schema
    .alterTable("site")
    .addColumn("requires_token", integer, (column) => column.notNull().defaultTo(0))
    .execute();
  await newTable(db, "ingest_key", { kid: "text", site: "text", name: "text", public_key: bytes, created: integer })
    .addPrimaryKeyConstraint("ingest_key_by_kid", ["kid"])
    .addForeignKeyConstraint("ingest_key_site", ["site"], "site", ["id"])
    .execute();
}
