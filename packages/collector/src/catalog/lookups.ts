import type { LookupCatalog } from "../ports/lookups.js";
import type { Database } from "./dialect.js";

/** Blind indexes. They are written by the acknowledging commit and go with their subject (erasures.ts). */
export function createLookups(db: Database): LookupCatalog {
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
  };
}
