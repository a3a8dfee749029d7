import { type SealedLevel } from "@wayseal/protocol";
import { sql } from "kysely";
import type { LookupCatalog } from "../ports/lookups.js";
import type { CatalogDialect, Database } from "./dialect.js";
import { levelOf } from "./level-of.js";

/** Blind indexes. They are written by the acknowledging commit, or wait there sealed, and go with their subject (erasures.ts). */
export function createLookups(db: Database, dialect: CatalogDialect): LookupCatalog {
  const none = Buffer.alloc(0);
  const take = db
    .deleteFrom("pending_index")
    .where("id", "=", 0)
    .returning(["site", "subject", "level", "first", "month"])
    .compile();
  const put = db
    .insertInto("blind_index")
    .values({ value: none, site: "", class: "", subject: none, level: 0, first: 0, month: "" })
    .onConflict((conflict) =>
      conflict.columns(["value", "site", "class", "subject", "level"]).doUpdateSet({
        // It may have waited while others of the same value were indexed with their events.
        first: sql`case when excluded.first < blind_index.first then excluded.first else blind_index.first end`,
        month: sql`case when excluded.month > blind_index.month then excluded.month else blind_index.month end`,
      }),
    )
    .compile();

  return {
    async lookUp(site, name, value) {
      return db
        .selectFrom("blind_index")
        .select((select) => [
          "subject",
          select.fn.min<number>("first").as("first"),
          select.fn.max<string>("month").as("month"),
        ])
        .where("value", "=", value)
        .where("site", "=", site)
        .where("class", "=", name)
        .groupBy("subject")
        .orderBy("month", "desc")
        .orderBy("first", "desc")
        .orderBy("subject")
        .execute();
    },

    async pendingIndexes(after, limit) {
      const rows = await db
        .selectFrom("pending_index")
        .selectAll()
        .where("id", ">", after)
        .orderBy("id")
        .limit(limit)
        .execute();
      return rows.map(({ level, ...row }) => ({ ...row, level: levelOf<SealedLevel>(level) }));
    },

    async settleIndexes(made) {
      return db.transaction().execute(async (db) => {
        // Taken first: one whose subject was erased meanwhile is not there any more, and makes no index.
        const taken = await dialect.each(
          db,
          take,
          made.map(({ id }) => [id]),
        );
        const rows = made.flatMap(({ class: name, value }, n) => {
          const row = taken[n];
          return row === undefined
            ? []
            : [[value, row.site, name, row.subject, row.level, row.first, row.month] as const];
        });
        await dialect.each(db, put, rows);
        return rows.length;
      });
    },

    async pendingIndexSums() {
      const rows = await db
        .selectFrom("pending_index")
        .select(({ fn }) => [
          ...(["site", "level"] as const),
          fn.countAll<number>().as("count"),
          fn.min<number>("first").as("since"),
          fn.max<number>("first").as("last"),
        ])
        .groupBy(["site", "level"])
        .execute();
      return rows.map(({ site, level, count, since, last }) => ({
        ...{ site, level: levelOf<SealedLevel>(level), count: Number(count), since: Number(since), last: Number(last) },
      }));
    },
  };
}
