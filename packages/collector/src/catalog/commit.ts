import { LEVELS } from "@wayseal/protocol";
import { sql } from "kysely";
import type { EventCatalog } from "../ports/catalog.js";
import type { CatalogDialect, Database } from "./dialect.js";
import type { GroupCommit } from "./group-commit.js";
import { sealedDeks, toDek } from "./keys.js";

/** The acknowledging commit and the two look-ups that writers make before it. */
export function createCommit(db: Database, dialect: CatalogDialect, group: GroupCommit): EventCatalog {
  const none = Buffer.alloc(0);
  const subject = db
    .selectFrom("subject")
    .select("subject")
    .where("visitor", "=", none)
    .where("site", "=", "")
    .compile();
  const dek = sealedDeks(db)
    .innerJoin("kek", "kek.id", "dek.kek")
    .where("kek.state", "=", sql.lit("current" as const))
    .where("dek.subject", "=", none)
    .where("dek.site", "=", "")
    .where("dek.level", "=", 0)
    .where("dek.month", "=", "")
    .compile();

  return {
    async subject(site, visitor) {
      const [row] = await dialect.each(db, subject, [[visitor, site]]);
      return row?.subject ?? null;
    },

    async usableDek(site, subject, level, month) {
      const [row] = await dialect.each(db, dek, [[subject, site, LEVELS[level], month]]);
      return row === undefined ? null : toDek(row);
    },

    commit: (request) => group.commit(request),
  };
}
