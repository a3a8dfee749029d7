import { LEVELS, type SealedLevel } from "@wayseal/protocol";
import type { CustodyCatalog, LevelKey } from "../ports/custody.js";
import type { Database } from "./dialect.js";
import { levelOf } from "./level-of.js";

/** Level keys, and the change of what wraps a key. */
export function createCustody(db: Database): CustodyCatalog {
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
      const { numUpdatedRows } = await update(db, kind, id, from, wrapped);
      return numUpdatedRows > 0n;
    },
  };
}

function update(
  db: Database,
  kind: "kek" | "recipient" | "signing" | "level",
  id: string,
  from: Buffer,
  wrapped: Buffer,
) {
  switch (kind) {
    case "kek":
      return db.updateTable("kek").set({ wrapped }).where("id", "=", id).where("wrapped", "=", from).executeTakeFirst();
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
