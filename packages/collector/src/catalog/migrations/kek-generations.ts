import { sql } from "kysely";
import type { CatalogDialect, Database } from "../dialect.js";
import { newTable } from "./new-table.js";

/**
 * Lets a site, level and month have KEKs one after another, remembers what was destroyed, and keeps wrapped KEKs where
 * they are overwritten in place, as sealed DEKs are (keep-key-bytes-apart.ts).
 *
 * DEKs are laid out anew with it, because the table that they point to is: their bytes stay where they are.
 */
export async function kekGenerations(db: Database, dialect: CatalogDialect): Promise<void> {
  const { bytes, integer } = dialect.types;
  const { schema } = db;
  await schema.dropIndex("dek_of").execute();
  await schema.dropIndex("dek_under").execute();
  await schema.alterTable("dek").renameTo("dek_before").execute();
  await schema.alterTable("kek").renameTo("kek_before").execute();

  await newTable(db, "kek", {
    id: "text",
    site: "text",
    level: integer,
    month: "text",
    generation: integer,
    public_key: bytes,
    key: integer,
    created: integer,
    state: "text",
    destroyed: integer,
  })
    .addColumn("successor", "text")
    .addColumn("used", integer)
    .addPrimaryKeyConstraint("kek_by_id", ["id"])
    .addUniqueConstraint("kek_generation", ["site", "level", "month", "generation"])
    .addForeignKeyConstraint("kek_has_bytes", ["key"], "key_bytes", ["id"])
    .execute();
  const lost = await destroyedDeks(db);
  const { rows } = await sql<KekBefore>`select * from kek_before order by id`.execute(db);
  for (const { wrapped, ...kek } of rows) {
    const { id: key } = await db
      .insertInto("key_bytes")
      .values({ bytes: wrapped })
      .returning("id")
      .executeTakeFirstOrThrow();
    await db
      .insertInto("kek")
      .values({
        ...{ ...kek, key, generation: 1, state: "current", successor: null, used: null },
        destroyed: lost.get(kek.id) ?? 0,
      })
      .execute();
  }

  await newTable(db, "dek", {
    id: "text",
    kek: "text",
    site: "text",
    subject: bytes,
    level: integer,
    month: "text",
    key: integer,
  })
    .addPrimaryKeyConstraint("dek_key", ["id"])
    .addForeignKeyConstraint("dek_of_kek", ["kek"], "kek", ["id"])
    .addForeignKeyConstraint("dek_bytes", ["key"], "key_bytes", ["id"])
    .$call((table) => dialect.clustered(table))
    .execute();
  await sql`insert into dek (id, kek, site, subject, level, month, key)
    select id, kek, site, subject, level, month, key from dek_before order by id`.execute(db);
  await schema.dropTable("dek_before").execute();
  await schema.dropTable("kek_before").execute();
  await schema.createIndex("dek_of").on("dek").columns(["subject", "site", "level", "month"]).execute();
  await schema.createIndex("dek_under").on("dek").columns(["kek"]).execute();

  await newTable(db, "destroyed_key", {
    id: "text",
    kind: "text",
    site: "text",
    level: "text",
    month: "text",
    generation: integer,
    created: integer,
    destroyed: integer,
    why: "text",
  })
    .addPrimaryKeyConstraint("destroyed_key_by_id", ["id"])
    .execute();
}

interface KekBefore {
  readonly id: string;
  readonly site: string;
  readonly level: number;
  readonly month: string;
  readonly public_key: Buffer;
  readonly wrapped: Buffer;
  readonly created: number;
}

/** @returns How many DEKs erasures have destroyed so far, by KEK. */
async function destroyedDeks(db: Database): Promise<ReadonlyMap<string, number>> {
  const lost = new Map<string, number>();
  for (const { keys } of await db.selectFrom("erasure").select("keys").execute()) {
    for (const { kek } of JSON.parse(keys) as { kek: string }[]) lost.set(kek, (lost.get(kek) ?? 0) + 1);
  }
  return lost;
}
