import { LEVELS } from "@wayseal/protocol";
import type { Selectable } from "kysely";
import type { Reveal, RevealCatalog, RevealState, RevealStep } from "../ports/reveals.js";
import type { Database } from "./dialect.js";
import { levelOf } from "./level-of.js";
import { noteStep } from "./note-step.js";
import type { Tables } from "./tables.js";

/** What people asked to see, and what became of it. */
export function createReveals(db: Database): RevealCatalog {
  return {
    async addReveal({ askedBy, decidedBy, endedBy, classes, level, ...rest }) {
      await db
        .insertInto("reveal")
        .values({
          ...rest,
          ...{ asked_by: askedBy, decided_by: decidedBy, ended_by: endedBy, classes: JSON.stringify(classes) },
          level: level === null ? null : LEVELS[level],
        })
        .execute();
    },

    async reveal(id) {
      const row = await db.selectFrom("reveal").selectAll().where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toReveal(row);
    },

    async reveals(sites, limit) {
      if (sites.length === 0) return [];
      const rows = await db
        .selectFrom("reveal")
        .selectAll()
        .where("site", "in", sites)
        .orderBy("asked", "desc")
        .orderBy("id")
        .limit(limit)
        .execute();
      return rows.map(toReveal);
    },

    async moveReveal(id, from, { level, decidedBy, endedBy, ...change }, due) {
      return db.transaction().execute(async (db) => {
        const { numUpdatedRows } = await db
          .updateTable("reveal")
          .set({
            ...change,
            ...(level !== undefined && { level: level === null ? null : LEVELS[level] }),
            ...(decidedBy !== undefined && { decided_by: decidedBy }),
            ...(endedBy !== undefined && { ended_by: endedBy }),
          })
          .where("id", "=", id)
          .where("state", "=", from)
          .executeTakeFirst();
        const moved = numUpdatedRows > 0n;
        if (moved && due !== undefined) await noteStep(db, id, due);
        return moved;
      });
    },

    async useReveal(id, askedBy, now) {
      // One statement: of two readers at once, each takes a read of its own or none.
      const row = await db
        .updateTable("reveal")
        .set((set) => ({ used: set("used", "+", 1) }))
        .where("id", "=", id)
        .where("asked_by", "=", askedBy)
        .where("state", "=", "active")
        .where("expires", ">", now)
        .whereRef("used", "<", "reads")
        .where("id", "not in", (from) =>
          from.selectFrom("reveal_step").select("reveal").where("step", "=", "reveal.approve"),
        )
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : toReveal(row);
    },

    async overdueReveals(lapsed, now) {
      const rows = await db
        .selectFrom("reveal")
        .selectAll()
        .where((where) =>
          where.or([
            where.and([where("state", "=", "asked"), where("asked", "<=", lapsed)]),
            where.and([
              where("state", "=", "active"),
              where.or([where("expires", "<=", now), where("used", ">=", where.ref("reads"))]),
            ]),
          ]),
        )
        .execute();
      return rows.map(toReveal);
    },

    async dueSteps() {
      const rows = await db
        .selectFrom("reveal_step as due")
        .innerJoin("reveal", "reveal.id", "due.reveal")
        .selectAll("reveal")
        .select(["due.step", "due.at", "due.by"])
        .orderBy("due.at")
        .orderBy("due.reveal")
        .execute();
      return rows.map(({ step, at, by, ...row }) => ({ reveal: toReveal(row), step: step as RevealStep, at, by }));
    },
  };
}

function toReveal(row: Selectable<Tables["reveal"]>): Reveal {
  const { asked_by: askedBy, decided_by: decidedBy, ended_by: endedBy, ...rest } = row;
  return {
    ...rest,
    ...{ askedBy, decidedBy, endedBy },
    classes: JSON.parse(row.classes) as string[],
    purpose: row.purpose as Reveal["purpose"],
    state: row.state as RevealState,
    level: row.level === null ? null : levelOf(row.level),
  };
}
