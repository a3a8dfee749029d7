import { LEVELS, type SealedLevel } from "@wayseal/protocol";
import type { CustodyCatalog, LevelKey } from "../ports/custody.js";
import type { CatalogDialect, Database } from "./dialect.js";
import { wrappedKeks } from "./keys.js";
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

    async rewrap({ kind, id }, from, wrapped) {
      if (kind === "kek") return rewrapKek(db, dialect, id, from, wrapped);
      const { numUpdatedRows } = await update(db, kind, id, from, wrapped);
      return numUpdatedRows > 0n;
    },
  };
}

/** A wrapping of another length cannot take the place of the old one: that is overwritten, and the new one added. */
function rewrapKek(db: Database, dialect: CatalogDialect, id: string, from: Buffer, wrapped: Buffer): Promise<boolean> {
  return db.transaction().execute(async (db) => {
    const stored = await wrappedKeks(db).select("kek.key").where("kek.id", "=", id).executeTakeFirst();
    if (stored === undefined || !stored.wrapped.equals(from)) return false;
    if (wrapped.length === from.length) {
      await db.updateTable("key_bytes").set({ bytes: wrapped }).where("id", "=", stored.key).execute();
      return true;
    }
    const { id: key } = await db
      .insertInto("key_bytes")
      .values({ bytes: wrapped })
      .returning("id")
      .executeTakeFirstOrThrow();
    await db.updateTable("kek").set({ key }).where("id", "=", id).execute();
    await db
      .updateTable("key_bytes")
      .set({ bytes: dialect.zeros("bytes") })
      .where("id", "=", stored.key)
      .execute();
    return true;
  });
}

function update(db: Database, kind: "recipient" | "signing" | "level", id: string, from: Buffer, wrapped: Buffer) {
  switch (kind) {
    case "level":
      return db
        .updateTable("level_key")
        .set({ wrapped })
        .where("id", "=", id)
        .where("wrapped", "=", from)
        .executeTakeFirst();
    case "recipient":
      return db
        .updateTable("recipient_key")
        .set({ wrapped })
        .where("kid", "=", id)
        .where("wrapped", "=", from)
        .executeTakeFirst();
    case "signing":
      return db
        .updateTable("signing_key")
        .set({ wrapped })
        .where("site", "=", id)
        .where("wrapped", "=", from)
        .executeTakeFirst();
  }
}
