import type { CatalogDialect, Database } from "../dialect.js";
import { newTable } from "./new-table.js";

/** What a clearance let people and programs do before there were roles, by its number. */
const BEFORE = [
  { roles: ["viewer"], rights: ["export"] },
  { roles: ["viewer"], rights: ["export"] },
  { roles: ["analyst"], rights: ["export", "handle-requests"] },
  { roles: ["super-user"], rights: ["handle-requests", "erase", "mend-quarantine", "manage-keys"] },
] as const;

/**
 * Roles, rights and lists of people and tokens, the site's wish for a second person, and reveals. Whoever was there may do
 * what they could; one of them, who had set the place up, keeps the people from now on.
 */
export async function clearanceTables(db: Database, dialect: CatalogDialect): Promise<void> {
  const { bytes, integer } = dialect.types;
  await db.schema
    .alterTable("site")
    .addColumn("two_people", integer, (column) => column.notNull().defaultTo(0))
    .execute();
  for (const table of ["person", "token"] as const) {
    for (const name of ["roles", "rights"]) {
      await db.schema
        .alterTable(table)
        .addColumn(name, "text", (column) => column.notNull().defaultTo("[]"))
        .execute();
    }
    for (const name of ["jurisdictions", "purposes", "allow", "deny"]) {
      await db.schema.alterTable(table).addColumn(name, "text").execute();
    }
    for (const [clearance, { roles, rights }] of BEFORE.entries()) {
      await db
        .updateTable(table)
        .set({ roles: JSON.stringify(roles), rights: JSON.stringify(rights) })
        .where("clearance", "=", clearance)
        .execute();
    }
  }
  const keeper = await db
    .selectFrom("person")
    .select(["id", "roles"])
    .orderBy("disabled")
    .orderBy("clearance", "desc")
    .orderBy("created")
    .limit(1)
    .executeTakeFirst();
  if (keeper !== undefined) {
    const roles = JSON.stringify(["administrator", ...(JSON.parse(keeper.roles) as string[])]);
    await db.updateTable("person").set({ roles }).where("id", "=", keeper.id).execute();
  }
  await newTable(db, "reveal", {
    ...({ id: "text", site: "text", subject: bytes, classes: "text", purpose: "text", reason: "text" } as const),
    ...({ asked: integer, asked_by: "text", state: "text", minutes: integer, reads: integer, used: integer } as const),
  })
    .addColumn("level", integer)
    .addColumn("decided", integer)
    .addColumn("decided_by", "text")
    .addColumn("note", "text")
    .addColumn("expires", integer)
    .addColumn("ended", integer)
    .addColumn("ended_by", "text")
    .addPrimaryKeyConstraint("reveal_by_id", ["id"])
    .addForeignKeyConstraint("reveal_site", ["site"], "site", ["id"])
    .execute();
  await db.schema.createIndex("reveal_of").on("reveal").columns(["site", "state", "asked"]).execute();
}
