import { LEVELS } from "@wayseal/protocol";
import { CatalogError } from "../ports/catalog.js";
import type { TurnoverCatalog } from "../ports/turnover.js";
import type { CatalogDialect, Database } from "./dialect.js";
import { deksOfRow } from "./deks-of-row.js";
import { INDEX_TABLES } from "./index-tables.js";
import { zeroBytes } from "./key-bytes.js";
import { insertKek, sealedDeks, toDek, toKek, wrappedKeks } from "./keys.js";
import { levelOf } from "./level-of.js";

/** How KEKs follow one another, and how they end. */
export function createTurnover(db: Database, dialect: CatalogDialect): TurnoverCatalog {
  const none = Buffer.alloc(0);
  const overwrite = db
    .updateTable("key_bytes")
    .set({ bytes: none })
    .where("id", "=", (of) => of.selectFrom("dek").select("key").where("id", "=", "").where("kek", "=", ""))
    .compile();
  const move = db
    .updateTable("dek")
    .set({ kek: "" })
    .where("id", "=", "")
    .where("kek", "=", "")
    .returning("id")
    .compile();

  return {
    async nextKek(kek) {
      return db.transaction().execute(async (db) => {
        await db
          .updateTable("kek")
          .set({ state: "old" })
          .where("site", "=", kek.site)
          .where("level", "=", LEVELS[kek.level])
          .where("month", "=", kek.month)
          .execute();
        return insertKek(db, kek, "current");
      });
    },

    async replaceKek(id, by) {
      return db.transaction().execute(async (db) => {
        const old = await wrappedKeks(db).where("kek.id", "=", id).executeTakeFirst();
        if (old === undefined) throw new CatalogError("missing", `There is no KEK ${id}`);
        if (old.successor !== null) {
          const successor = await wrappedKeks(db).where("kek.id", "=", old.successor).executeTakeFirst();
          if (successor !== undefined) return toKek(successor);
        }
        const added = await insertKek(db, by, old.state);
        await db.updateTable("kek").set({ successor: added.id }).where("id", "=", id).execute();
        return added;
      });
    },

    async deksUnder(kek, limit) {
      return (await sealedDeks(db).where("dek.kek", "=", kek).limit(limit).execute()).map(toDek);
    },

    async reseal(deks) {
      return db.transaction().execute(async (db) => {
        // The bytes first: which they are is told by the KEK that the DEK is still under.
        await dialect.each(
          db,
          overwrite,
          deks.map(({ id, from, sealed }) => [sealed, id, from]),
        );
        const moved = await dialect.each(
          db,
          move,
          deks.map(({ id, from, to }) => [to, id, from]),
        );
        return moved.filter((row) => row !== undefined).length;
      });
    },

    async destroyKek(id, { at, why, withDeks = false }) {
      return db.transaction().execute(async (db) => {
        const kek = await wrappedKeks(db).select("kek.key").where("kek.id", "=", id).executeTakeFirst();
        if (kek === undefined) return false;
        await refuseHeld(db, id);
        const under = db.selectFrom("dek").select("key").where("kek", "=", id);
        if (!withDeks && (await under.limit(1).executeTakeFirst()) !== undefined) {
          throw new CatalogError("in-use", `There are DEKs under the KEK ${id}`);
        }
        await zeroBytes(db, dialect, [kek.key]);
        await zeroBytes(db, dialect, under);
        await dropUnreadableIndexes(db, id, kek);
        await db.deleteFrom("dek").where("kek", "=", id).execute();
        await db.deleteFrom("kek").where("id", "=", id).execute();
        const { level, site, month, generation, created } = kek;
        await remember(db, {
          id,
          kind: "kek",
          site,
          level: levelOf(level),
          month,
          generation,
          created,
          destroyed: at,
          why,
        });
        return true;
      });
    },

    async dekCounts() {
      const rows = await db
        .selectFrom("dek")
        .select((dek) => ["kek", dek.fn.countAll<number>().as("count")])
        .groupBy("kek")
        .execute();
      return new Map(rows.map(({ kek, count }) => [kek, Number(count)]));
    },

    addDestroyedKey: (key) => remember(db, key),

    async destroyedKeys(limit) {
      return db
        .selectFrom("destroyed_key")
        .selectAll()
        .orderBy("destroyed", "desc")
        .orderBy("id")
        .limit(limit)
        .execute();
    },
  };
}

/** In the transaction that would destroy: a hold that is placed meanwhile counts, or comes too late. */
async function refuseHeld(db: Database, kek: string): Promise<void> {
  const hold = await db
    .selectFrom("dek")
    .innerJoin("hold", (join) => join.onRef("hold.subject", "=", "dek.subject").onRef("hold.site", "=", "dek.site"))
    .select(["hold.id", "hold.added"])
    .where("dek.kek", "=", kek)
    .where("hold.released", "is", null)
    .orderBy("hold.added")
    .limit(1)
    .executeTakeFirst();
  if (hold === undefined) return;
  const since = new Date(hold.added).toISOString().slice(0, 10);
  throw new CatalogError(
    "held",
    `Keys of a subject under legal hold ${hold.id} since ${since} are under the KEK ${kek}: nothing was destroyed`,
  );
}

/** Nobody is found any more by a value of theirs that nobody can read: no other DEK of that subject and level is left. */
async function dropUnreadableIndexes(
  db: Database,
  kek: string,
  { site, level }: { readonly site: string; readonly level: number },
): Promise<void> {
  for (const table of INDEX_TABLES) {
    await db
      .deleteFrom(table)
      .where("site", "=", site)
      .where("level", "=", level)
      .where("subject", "in", db.selectFrom("dek").select("subject").where("kek", "=", kek))
      .where((row) =>
        row.not(row.exists(deksOfRow(row, table).where("dek.level", "=", level).where("dek.kek", "!=", kek))),
      )
      .execute();
  }
}

async function remember(db: Database, key: Parameters<TurnoverCatalog["addDestroyedKey"]>[0]): Promise<void> {
  await db
    .insertInto("destroyed_key")
    .values(key)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}
