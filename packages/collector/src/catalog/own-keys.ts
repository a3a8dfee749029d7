import type { Selectable } from "kysely";
import type { OwnKey, OwnKeyCatalog } from "../ports/erasures.js";
import type { Database } from "./dialect.js";
import { otherKeyUses } from "./other-key-uses.js";
import type { Tables } from "./tables.js";

/** Keys outside the hierarchy of DEKs. */
export function createOwnKeys(db: Database): OwnKeyCatalog {
  async function find(db: Database, purpose: string, site: string, name: string) {
    const row = await db
      .selectFrom("own_key")
      .selectAll()
      .where("purpose", "=", purpose)
      .where("site", "=", site)
      .where("name", "=", name)
      .executeTakeFirst();
    return row === undefined ? null : toOwnKey(row);
  }

  return {
    ownKey: (purpose, site, name) => find(db, purpose, site, name),

    async addOwnKey(key) {
      return db.transaction().execute(async (db) => {
        const stored = await find(db, key.purpose, key.site, key.name);
        if (stored !== null) return stored;
        const { publicKey: public_key, ...row } = key;
        await db
          .insertInto("own_key")
          .values({ ...row, public_key })
          .execute();
        return key;
      });
    },

    async ownKeys() {
      const rows = await db
        .selectFrom("own_key")
        .selectAll()
        .orderBy("purpose")
        .orderBy("site")
        .orderBy("name")
        .execute();
      return rows.map(toOwnKey);
    },

    otherKeyUses: () => otherKeyUses(db),

    async rewrapOwnKey({ purpose, site, name, wrapped }) {
      await db
        .updateTable("own_key")
        .set({ wrapped })
        .where("purpose", "=", purpose)
        .where("site", "=", site)
        .where("name", "=", name)
        .execute();
    },
  };
}

function toOwnKey({ public_key: publicKey, purpose, ...row }: Selectable<Tables["own_key"]>): OwnKey {
  return { ...row, purpose: purpose as OwnKey["purpose"], publicKey };
}
