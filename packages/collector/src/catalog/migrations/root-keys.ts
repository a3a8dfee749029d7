import type { CatalogDialect, Database } from "../dialect.js";
import { newTable } from "./new-table.js";

/** When root keys came into use, and what backups open with one that is gone. */
export async function rootKeys(db: Database, dialect: CatalogDialect): Promise<void> {
  const { integer } = dialect.types;
  await newTable(db, "root_key", { id: "text", since: integer })
    .addColumn("last_backup", integer)
    .addPrimaryKeyConstraint("root_key_key", ["id"])
    .execute();
}
