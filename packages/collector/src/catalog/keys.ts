import { LEVELS, type SealedLevel } from "@wayseal/protocol";
import type { Selectable } from "kysely";
import type { Dek, Kek, KeyCatalog } from "../ports/catalog.js";
import type { CatalogDialect, Database } from "./dialect.js";
import { levelOf } from "./level-of.js";
import type { Tables } from "./tables.js";

/** Keys at rest: KEK pairs, sealed DEKs and the catalog's own secrets. */
export function createKeys(db: Database, dialect: CatalogDialect): KeyCatalog {
  const oneDek = sealedDeks(db).where("dek.id", "=", "").compile();
  const oneKek = db.selectFrom("kek").selectAll().where("id", "=", "").compile();

  return {
    async addKek(kek) {
      return db.transaction().execute(async (db) => {
        const { publicKey: public_key, ...row } = kek;
        await db
          .insertInto("kek")
          .values({ ...row, public_key, level: LEVELS[kek.level] })
          .onConflict((conflict) => conflict.columns(["site", "level", "month"]).doNothing())
          .execute();
        const stored = await db
          .selectFrom("kek")
          .selectAll()
          .where("site", "=", kek.site)
          .where("level", "=", LEVELS[kek.level])
          .where("month", "=", kek.month)
          .executeTakeFirstOrThrow();
        return toKek(stored);
      });
    },

    async keks(site) {
      const rows = await db
        .selectFrom("kek")
        .selectAll()
        .$if(site !== undefined, (query) => query.where("site", "=", site!))
        .orderBy("site")
        .orderBy("month")
        .orderBy("level")
        .execute();
      return rows.map(toKek);
    },

    async kek(id) {
      const [row] = await dialect.each(db, oneKek, [[id]]);
      return row === undefined ? null : toKek(row);
    },

    async deks(ids) {
      const rows = await dialect.each(
        db,
        oneDek,
        [...new Set(ids)].map((id) => [id]),
      );
      return rows.filter((row) => row !== undefined).map(toDek);
    },

    async secret(name, make) {
      return db.transaction().execute(async (db) => {
        const stored = await db.selectFrom("secret").select("value").where("name", "=", name).executeTakeFirst();
        if (stored !== undefined) return stored.value;
        const value = make();
        await db.insertInto("secret").values({ name, value }).execute();
        return value;
      });
    },
  };
}

function toKek({ public_key: publicKey, level, ...row }: Selectable<Tables["kek"]>): Kek {
  return { ...row, level: levelOf<SealedLevel>(level), publicKey };
}

/** DEKs with their bytes, to be narrowed by `where`; rows are read by `toDek`. */
export function sealedDeks(db: Database) {
  return db
    .selectFrom("dek")
    .innerJoin("key_bytes", "key_bytes.id", "dek.key")
    .select(["dek.id", "dek.kek", "dek.site", "dek.subject", "dek.level", "dek.month", "key_bytes.bytes as sealed"]);
}

/** @returns A stored DEK as the port has it. */
export function toDek({ level, ...row }: Omit<Selectable<Tables["dek"]>, "key"> & { readonly sealed: Buffer }): Dek {
  return { ...row, level: levelOf<SealedLevel>(level) };
}
