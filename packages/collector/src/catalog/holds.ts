import { LEVELS } from "@wayseal/protocol";
import { type Selectable, sql } from "kysely";
import { CatalogError } from "../ports/catalog.js";
import type { Actor } from "../ports/erasures.js";
import { type Hold, HOLD_MONTH, type HoldCatalog } from "../ports/holds.js";
import type { Database } from "./dialect.js";
import { sealedDeks, toDek } from "./keys.js";
import type { Tables } from "./tables.js";

/** Legal holds. */
export function createHolds(db: Database): HoldCatalog {
  const find = async (db: Database, id: string) => {
    const row = await db.selectFrom("hold").selectAll().where("id", "=", id).executeTakeFirst();
    return row === undefined ? null : toHold(row);
  };

  return {
    async addHold({ by, releasedBy, ...hold }) {
      await db.transaction().execute(async (db) => {
        const { site, subject } = hold;
        const of = (table: "dek" | "subject") =>
          db
            .selectFrom(table)
            .select("site")
            .where("subject", "=", subject)
            .where("site", "=", site)
            .limit(1)
            .executeTakeFirst();
        if ((await of("dek")) === undefined && (await of("subject")) === undefined) {
          throw new CatalogError("missing", "There is no such subject");
        }
        await db
          .insertInto("hold")
          .values({
            ...{ ...hold, by_kind: by.kind, by_id: by.id },
            ...{ released_by_kind: releasedBy?.kind ?? null, released_by_id: releasedBy?.id ?? null },
          })
          .execute();
      });
    },

    async releaseHold(id, { at, by }) {
      return db.transaction().execute(async (db) => {
        await db
          .updateTable("hold")
          .set({ released: at, released_by_kind: by.kind, released_by_id: by.id })
          .where("id", "=", id)
          .where("released", "is", null)
          .execute();
        return find(db, id);
      });
    },

    hold: (id) => find(db, id),

    async holds(site, which) {
      const rows = await db
        .selectFrom("hold")
        .selectAll()
        .$if(site !== null, (query) => query.where("site", "=", site!))
        .$if(which === "active", (query) => query.where("released", "is", null))
        .orderBy("added", "desc")
        .orderBy("id")
        .execute();
      return rows.map(toHold);
    },

    async heldDeks({ site, subject, level, before, after }, limit) {
      const rows = await sealedDeks(db)
        .innerJoin("kek", "kek.id", "dek.kek")
        .where("dek.site", "=", site)
        .where("kek.month", "!=", HOLD_MONTH)
        .where(isHeld("dek"))
        .$if(subject !== undefined, (query) => query.where("dek.subject", "=", subject!))
        .$if(level !== undefined, (query) => query.where("dek.level", "=", LEVELS[level!]))
        .$if(before !== undefined, (query) => query.where("dek.month", "<", before!))
        .$if(after !== undefined, (query) => query.where("dek.id", ">", after!))
        .orderBy("dek.id")
        .limit(limit)
        .execute();
      return rows.map(toDek);
    },
  };
}

/** Whether the subject that a row of `table` names is held. */
export function isHeld(table: string) {
  const of = sql.raw(table);
  return sql<boolean>`exists (select 1 from hold
    where hold.subject = ${of}.subject and hold.site = ${of}.site and hold.released is null)`;
}

function toHold(row: Selectable<Tables["hold"]>): Hold {
  const { by_kind, by_id, released_by_kind, released_by_id, ...hold } = row;
  return {
    ...hold,
    by: { kind: by_kind as Actor["kind"], id: by_id },
    releasedBy:
      released_by_kind === null || released_by_id === null
        ? null
        : { kind: released_by_kind as Actor["kind"], id: released_by_id },
  };
}
