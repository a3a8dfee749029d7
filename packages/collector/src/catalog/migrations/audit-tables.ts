import type { CatalogDialect, Database } from "../dialect.js";
import { newTable } from "./new-table.js";

/** The audit log, its signatures, and how far each witness was told. */
export async function auditTables(db: Database, dialect: CatalogDialect): Promise<void> {
  const { bytes, integer } = dialect.types;
  await newTable(db, "audit_entry", { at: integer, actor: "text", action: "text", body: "text", hash: bytes })
    .addColumn("seq", integer, (column) => column.notNull().primaryKey())
    .addColumn("site", "text")
    .addColumn("subject", bytes)
    .execute();
  for (const column of ["at", "actor", "subject"]) {
    await db.schema.createIndex(`audit_by_${column}`).on("audit_entry").columns([column, "seq"]).execute();
  }
  await newTable(db, "audit_checkpoint", { at: integer, hash: bytes, kid: "text", signature: bytes })
    .addColumn("seq", integer, (column) => column.notNull().primaryKey())
    .execute();
  await newTable(db, "audit_witness", { place: "text", seq: integer, checkpoint: integer, at: integer })
    .addPrimaryKeyConstraint("audit_witness_key", ["place"])
    .execute();
}
