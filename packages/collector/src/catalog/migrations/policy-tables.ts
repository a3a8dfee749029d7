import type { CatalogDialect, Database } from "../dialect.js";
import { newTable } from "./new-table.js";

/** Versions of the policy, which stay on record. */
export async function policyTables(db: Database, dialect: CatalogDialect): Promise<void> {
  const { integer } = dialect.types;
  await newTable(db, "policy", {
    version: integer,
    digest: "text",
    source: "text",
    packs: "text",
    applied: integer,
  })
    .addColumn("by_kind", "text")
    .addColumn("by_id", "text")
    .addPrimaryKeyConstraint("policy_by_version", ["version"])
    .execute();
}
