import type { SelectQueryBuilder } from "kysely";
import type { CatalogDialect, Database } from "./dialect.js";
import type { Tables } from "./tables.js";

/** Keeps bytes of a key where they can be overwritten in place. @returns Where they lie. */
export async function keepBytes(db: Database, bytes: Buffer): Promise<number> {
  const { id } = await db.insertInto("key_bytes").values({ bytes }).returning("id").executeTakeFirstOrThrow();
  return id;
}

/** Overwrites the bytes of keys by zeros. @param places Where they lie, or the question that finds it. */
export async function zeroBytes(
  db: Database,
  dialect: CatalogDialect,
  places: readonly number[] | SelectQueryBuilder<Tables, "dek", { key: number }>,
): Promise<void> {
  await db
    .updateTable("key_bytes")
    .set({ bytes: dialect.zeros("bytes") })
    .where("id", "in", places)
    .execute();
}

/** Puts other bytes in a key's place. @returns Where they lie: elsewhere if they are of another length. */
export async function replaceBytes(db: Database, dialect: CatalogDialect, id: number, bytes: Buffer): Promise<number> {
  const before = await db.selectFrom("key_bytes").select("bytes").where("id", "=", id).executeTakeFirstOrThrow();
  if (before.bytes.length !== bytes.length) {
    await zeroBytes(db, dialect, [id]);
    return keepBytes(db, bytes);
  }
  await db.updateTable("key_bytes").set({ bytes }).where("id", "=", id).execute();
  return id;
}
