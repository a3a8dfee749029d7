import type { CatalogDialect, Database } from "../dialect.js";
import { newTable } from "./new-table.js";

/** Key pairs of levels that have a root key of their own. */
export async function levelKeys(db: Database, dialect: CatalogDialect): Promise<void> {
  const { bytes, integer } = dialect.types;
  await newTable(db, "level_key", {
    id: "text",
    level: integer,
    public_key: bytes,
    wrapped: bytes,
    root: "text",
    created: integer,
    state: "text",
  })
    .addPrimaryKeyConstraint("level_key_key", ["id"])
    .execute();
}
