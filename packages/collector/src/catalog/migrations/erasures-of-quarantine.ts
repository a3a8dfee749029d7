import type { CatalogDialect, Database } from "../dialect.js";

/** Erasures say how much of the subject waited in quarantine. Nobody knows it of those from before: null. */
export async function erasuresOfQuarantine(db: Database, dialect: CatalogDialect): Promise<void> {
  await db.schema.alterTable("erasure").addColumn("quarantined", dialect.types.integer).execute();
}
