import type { CatalogDialect, Database } from "../dialect.js";
import { newTable } from "./new-table.js";

/** The record of erasures, keys outside the hierarchy, and a way to a subject's rows in the spool. */
export async function erasureTables(db: Database, dialect: CatalogDialect): Promise<void> {
  const { bytes, integer } = dialect.types;
  const { schema } = db;
  await newTable(db, "erasure", {
    id: "text",
    site: "text",
    subject: bytes,
    at: integer,
    by_kind: "text",
    by_id: "text",
    keys: "text",
    mappings: integer,
    indexes: integer,
    spooled: integer,
  })
    .addColumn("lookup", "text")
    .addColumn("rows", integer)
    .addColumn("removed", integer)
    .addColumn("overwritten", integer)
    .addPrimaryKeyConstraint("erasure_key", ["id"])
    .addUniqueConstraint("erasure_of", ["subject", "site"])
    .execute();
  await schema.createIndex("erasure_at").on("erasure").columns(["site", "at"]).execute();
  await schema.createIndex("erasure_unfinished").on("erasure").columns(["overwritten", "removed"]).execute();
  await newTable(db, "own_key", {
    purpose: "text",
    site: "text",
    name: "text",
    public_key: bytes,
    wrapped: bytes,
    created: integer,
  })
    .addPrimaryKeyConstraint("own_key_key", ["purpose", "site", "name"])
    .execute();
  await newTable(db, "blind_index", { value: bytes, site: "text", class: "text", subject: bytes, first: integer })
    .addPrimaryKeyConstraint("blind_index_key", ["value", "site", "class", "subject"])
    .$call((table) => dialect.clustered(table))
    .execute();
  await schema.createIndex("blind_index_of").on("blind_index").columns(["subject", "site"]).execute();
  await schema.createIndex("spool_of").on("spool").columns(["subject", "site"]).execute();
}
