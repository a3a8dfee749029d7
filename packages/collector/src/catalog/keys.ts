import { LEVELS, type SealedLevel } from "@wayseal/protocol";
import type { Selectable } from "kysely";
import type { Dek, Kek, KeyCatalog, NewKek } from "../ports/catalog.js";
import type { CatalogDialect, Database } from "./dialect.js";
import { keepBytes } from "./key-bytes.js";
import { levelOf } from "./level-of.js";
import type { Tables } from "./tables.js";

/** Keys at rest: KEK pairs, sealed DEKs and the catalog's own secrets. */
export function createKeys(db: Database, dialect: CatalogDialect): KeyCatalog {
  const oneDek = sealedDeks(db).where("dek.id", "=", "").compile();
  const oneKek = wrappedKeks(db).where("kek.id", "=", "").compile();

  return {
    async addKek(kek) {
      return db.transaction().execute(async (db) => {
        const stored = await wrappedKeks(db)
          .where("kek.site", "=", kek.site)
          .where("kek.level", "=", LEVELS[kek.level])
          .where("kek.month", "=", kek.month)
          .where("kek.state", "=", "current")
          .where("kek.successor", "is", null)
          .executeTakeFirst();
        return stored === undefined ? insertKek(db, kek, "current") : toKek(stored);
      });
    },

    async keks(site) {
      const rows = await wrappedKeks(db)
        .$if(site !== undefined, (query) => query.where("kek.site", "=", site!))
        .orderBy("kek.site")
        .orderBy("kek.month")
        .orderBy("kek.level")
        .orderBy("kek.generation")
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

/** Adds a KEK as the next generation of its site, level and month. */
export async function insertKek(db: Database, kek: NewKek, state: Kek["state"]): Promise<Kek> {
  const { publicKey: public_key, wrapped, ...row } = kek;
  const level = LEVELS[kek.level];
  const { last } = await db
    .selectFrom("kek")
    .select((kek) => kek.fn.max<number | null>("generation").as("last"))
    .where("site", "=", kek.site)
    .where("level", "=", level)
    .where("month", "=", kek.month)
    .executeTakeFirstOrThrow();
  const generation = (last ?? 0) + 1;
  const key = await keepBytes(db, wrapped);
  await db
    .insertInto("kek")
    .values({ ...row, level, public_key, key, generation, state, successor: null, used: null, destroyed: 0 })
    .execute();
  return { ...kek, generation, state, successor: null, used: null, destroyed: 0 };
}

/** KEKs with their wrapped halves, to be narrowed by `where`; rows are read by `toKek`. */
export function wrappedKeks(db: Database) {
  return db
    .selectFrom("kek")
    .innerJoin("key_bytes", "key_bytes.id", "kek.key")
    .select(["kek.id", "kek.site", "kek.level", "kek.month", "kek.generation", "kek.public_key", "kek.created"])
    .select(["kek.state", "kek.successor", "kek.used", "kek.destroyed", "key_bytes.bytes as wrapped"]);
}

export function toKek({
  public_key: publicKey,
  level,
  ...row
}: Omit<Selectable<Tables["kek"]>, "key"> & { readonly wrapped: Buffer }): Kek {
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
