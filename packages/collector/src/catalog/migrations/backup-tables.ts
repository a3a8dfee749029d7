import type { CatalogDialect, Database } from "../dialect.js";
import { newTable } from "./new-table.js";

/** Records of backups, the keys that they are sealed to, and when a copy of a key was last shown to open. */
export async function backupTables(db: Database, dialect: CatalogDialect): Promise<void> {
  const { bytes, integer } = dialect.types;
  await db.schema
    .createTable("backup")
    .addColumn("number", integer, (column) => dialect.serial(column))
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("at", integer, (column) => column.notNull())
    .addColumn("place", "text", (column) => column.notNull())
    .addColumn("expires", integer)
    .addColumn("since", integer, (column) => column.notNull())
    .addColumn("finished", integer)
    .addColumn("bytes", integer, (column) => column.notNull())
    .addColumn("digest", "text", (column) => column.notNull())
    .addColumn("destroyed", integer)
    .execute();
  await newTable(db, "backup_key", { id: "text", public_key: bytes, created: integer, used: integer })
    .addPrimaryKeyConstraint("backup_key_key", ["id"])
    .execute();
  await newTable(db, "proof", { what: "text", id: "text", at: integer })
    .addPrimaryKeyConstraint("proof_key", ["what", "id"])
    .execute();
}
