import { sql } from "kysely";
import { LEVELS, type SealedLevel } from "@wayseal/protocol";
import type { CustodyCatalog, LevelKey } from "../ports/custody.js";
import type { CatalogDialect, Database } from "./dialect.js";
import { replaceBytes } from "./key-bytes.js";
import { levelOf } from "./level-of.js";

/** Level keys, and the change of what wraps a key. */
export function createCustody(db: Database, dialect: CatalogDialect): CustodyCatalog {
  return {
    async levelKeys() {
      const rows = await db.selectFrom("level_key").selectAll().orderBy("created", "desc").orderBy("id").execute();
      return rows.map(({ public_key: publicKey, level, ...row }): LevelKey => ({
        ...row,
        publicKey,
        level: levelOf<SealedLevel>(level),
      }));
    },

    async addLevelKey({ publicKey: public_key, level, ...row }) {
      await db.transaction().execute(async (db) => {
        await db.updateTable("level_key").set({ state: "old" }).where("level", "=", LEVELS[level]).execute();
        await db
          .insertInto("level_key")
          .values({ ...row, public_key, level: LEVELS[level] })
          .execute();
      });
    },

    async removeLevelKey(id) {
      await db.deleteFrom("level_key").where("id", "=", id).execute();
    },

    async rootNotes() {
      const rows = await db.selectFrom("root_key").selectAll().orderBy("since").orderBy("id").execute();
      return rows.map(({ last_backup: lastBackup, ...row }) => ({ ...row, lastBackup }));
    },

    async noteRoot(id, since) {
      await db
        .insertInto("root_key")
        .values({ id, since, last_backup: null })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .execute();
    },

    async noteRootGone(id, lastBackup, at) {
      await db
        .insertInto("root_key")
        .values({ id, since: at, last_backup: lastBackup })
        .onConflict((conflict) => conflict.column("id").doUpdateSet({ last_backup: lastBackup }))
        .execute();
    },

    async rewrap({ kind, id }, from, wrapped, root) {
      if (kind !== "level")
        return db.transaction().execute((db) => rewrapInPlace(db, dialect, kind, id, from, wrapped));
      const { numUpdatedRows } = await db
        .updateTable("level_key")
        .set({ wrapped, ...(root !== undefined && { root }) })
        .where("id", "=", id)
        .where("wrapped", "=", from)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}

/** Whose wrapped private half lies in `key_bytes`, and what names it there. */
const KEPT = {
  kek: { table: "kek", name: "id" },
  recipient: { table: "recipient_key", name: "kid" },
  signing: { table: "signing_key", name: "site" },
} as const;

async function rewrapInPlace(
  db: Database,
  dialect: CatalogDialect,
  kind: keyof typeof KEPT,
  id: string,
  from: Buffer,
  wrapped: Buffer,
): Promise<boolean> {
  const { table, name } = KEPT[kind];
  const row = await db
    .selectFrom("key_bytes")
    .select(["id as key", "bytes"])
    .where("id", "=", db.selectFrom(table).select("key").where(sql.ref(name), "=", id))
    .executeTakeFirst();
  if (row === undefined || !row.bytes.equals(from)) return false;
  const key = await replaceBytes(db, dialect, row.key, wrapped);
  if (key !== row.key) await db.updateTable(table).set({ key }).where(sql.ref(name), "=", id).execute();
  return true;
}
