import type { CatalogDialect, Database } from "../dialect.js";
import { newTable } from "./new-table.js";

/** What became of a reveal and does not stand in the audit trail yet: noted with the change, gone with the entry. */
export async function stepsOfReveals(db: Database, dialect: CatalogDialect): Promise<void> {
  await newTable(db, "reveal_step", { reveal: "text", step: "text", at: dialect.types.integer })
    .addColumn("by", "text")
    .addPrimaryKeyConstraint("reveal_step_key", ["reveal", "step"])
    .execute();
}
