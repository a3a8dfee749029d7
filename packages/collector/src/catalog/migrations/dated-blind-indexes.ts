import type { CatalogDialect, Database } from "../dialect.js";
import { newTable } from "./new-table.js";

/**
 * Lets an index go with the level and month of the values that it stands for. Nothing was ever written to the table that
 * this replaces.
 */
export async function datedBlindIndexes(db: Database, dialect: CatalogDialect): Promise<void> {
  const { bytes, integer } = dialect.types;
  const { schema } = db;
  await schema.dropTable("blind_index").execute();
  await newTable(db, "blind_index", {
    value: bytes,
    site: "text",
    class: "text",
    subject: bytes,
    level: integer,
    first: integer,
    month: "text",
  })
    .addPrimaryKeyConstraint("blind_index_by_value", ["value", "site", "class", "subject", "level"])
    .$call((table) => dialect.clustered(table))
    .execute();
  await schema.createIndex("blind_index_subject").on("blind_index").columns(["subject", "site"]).execute();
  await schema.createIndex("blind_index_month").on("blind_index").columns(["site", "level", "month"]).execute();
}
