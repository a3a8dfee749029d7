import type { CatalogDialect, Database } from "../dialect.js";
import { newTable } from "./new-table.js";

/** The queue of people's requests, and what was done about each. */
export async function requestTables(db: Database, dialect: CatalogDialect): Promise<void> {
  const { bytes, integer } = dialect.types;
  const { schema } = db;
  await newTable(db, "request", {
    id: "text",
    site: "text",
    kind: "text",
    jurisdiction: "text",
    received: integer,
    due: "text",
    state: "text",
    version: integer,
  })
    .addColumn("confirm_by", "text")
    .addColumn("confirmed", integer)
    .addColumn("extended", integer)
    .addColumn("subject", bytes)
    .addColumn("handler", "text")
    .addColumn("contact", bytes)
    .addColumn("closed", integer)
    .addPrimaryKeyConstraint("request_key", ["id"])
    .execute();
  await schema.createIndex("request_due").on("request").columns(["site", "due"]).execute();
  await newTable(db, "request_step", {
    request: "text",
    number: integer,
    at: integer,
    by_kind: "text",
    by_id: "text",
    action: "text",
  })
    .addColumn("note", "text")
    .addColumn("ref", "text")
    .addPrimaryKeyConstraint("request_step_key", ["request", "number"])
    .execute();
}
