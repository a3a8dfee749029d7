import type { LossCatalog } from "../ports/catalog.js";
import { day } from "./day.js";
import type { Database } from "./dialect.js";

/** Loss by day, from what `commit` adds up. A day counts whole if any of it lies in [from, to). */
export function createLoss(db: Database): LossCatalog {
  return {
    async loss(site, from, to) {
      if (to <= from) return [];
      const rows = await db
        .selectFrom("loss_day")
        .select(["day", "streams", "expected", "arrived"])
        .where("site", "=", site)
        .where("day", ">=", day(from))
        .where("day", "<=", day(to - 1))
        .orderBy("day")
        .execute();
      return rows;
    },

    async rejected(site, from, to) {
      if (to <= from) return {};
      const rows = await db
        .selectFrom("rejected_day")
        .select(["reason", (select) => select.fn.sum<number>("count").as("count")])
        .where("site", "=", site)
        .where("day", ">=", day(from))
        .where("day", "<=", day(to - 1))
        .groupBy("reason")
        .orderBy("reason")
        .execute();
      return Object.fromEntries(rows.map(({ reason, count }) => [reason, Number(count)]));
    },
  };
}
