import type { CatalogDialect, Database } from "../dialect.js";
import { newTable } from "./new-table.js";

/** Legal holds, which stay on record after their release. */
export async function retentionTables(db: Database, dialect: CatalogDialect): Promise<void> {
  const { bytes, integer } = dialect.types;
  await newTable(db, "hold", {
    id: "text",
    site: "text",
    subject: bytes,
    reason: "text",
    added: integer,
    by_kind: "text",
    by_id: "text",
  })
    .addColumn("released", integer)
    .addColumn("released_by_kind", "text")
    .addColumn("released_by_id", "text")
    .addPrimaryKeyConstraint("hold_by_id", ["id"])
    .execute();
  await db.schema.createIndex("hold_of").on("hold").columns(["subject", "site", "released"]).execute();
}
