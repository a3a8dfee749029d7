import { sql, type Selectable } from "kysely";
import type { SealedLevel } from "@wayseal/protocol";
import { CatalogError } from "../ports/catalog.js";
import type { Actor, ErasedKey, Erasure, ErasureCatalog } from "../ports/erasures.js";
import { HOLD_MONTH } from "../ports/holds.js";
import type { CatalogDialect, Database } from "./dialect.js";
import { zeroBytes } from "./key-bytes.js";
import { levelOf } from "./level-of.js";
import { removeQuarantined } from "./quarantine.js";
import { noteStep } from "./note-step.js";
import type { IndexTable, Tables } from "./tables.js";

/** Erasures. Each takes the same few statements however many events there are: they are found by the subject. */
export function createErasures(db: Database, dialect: CatalogDialect): ErasureCatalog {
  /** Scrubs under way or waiting: one that has not begun serves all who ask meanwhile. */
  let waiting: Promise<void> | null = null;
  let running: Promise<void> = Promise.resolve();

  return {
    async erase({ id, site, subject, at, by, lookup }) {
      return db.transaction().execute(async (db) => {
        const before = await db
          .selectFrom("erasure")
          .selectAll()
          .where("subject", "=", subject)
          .where("site", "=", site)
          .executeTakeFirst();
        if (before !== undefined) return toErasure(before);
        await refuseHeld(db, site, subject);
        const keys = await destroyKeys(db, dialect, site, subject);
        const quarantined = await removeQuarantined(db, site, subject);
        const mappings = await removeFrom(db, "subject", site, subject);
        if (keys.length === 0 && mappings === 0) throw new CatalogError("missing", "There is no such subject");
        // What waits first: whoever indexes it meanwhile has put the index where the next statement finds it.
        const pending = await removeFrom(db, "pending_index", site, subject);
        const indexes = pending + (await removeFrom(db, "blind_index", site, subject));
        const spooled = await emptySpool(db, site, subject);
        await endReveals(db, site, subject, at);
        const row = {
          ...{ id, site, subject, at, by_kind: by.kind, by_id: by.id, lookup },
          ...{ keys: JSON.stringify(keys), mappings, indexes, spooled, quarantined },
          ...{ rows: null, removed: null, overwritten: null },
        };
        await db.insertInto("erasure").values(row).execute();
        return toErasure(row);
      });
    },

    async erasure(id) {
      const row = await db.selectFrom("erasure").selectAll().where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toErasure(row);
    },

    async erasures(site, limit) {
      const rows = await db
        .selectFrom("erasure")
        .selectAll()
        .where("site", "=", site)
        .orderBy("at", "desc")
        .limit(limit)
        .execute();
      return rows.map(toErasure);
    },

    async unfinished(state, limit) {
      const rows = await db
        .selectFrom("erasure")
        .selectAll()
        .where("overwritten", "is", null)
        .where("removed", state === "removed" ? "is" : "is not", null)
        .orderBy("at")
        .limit(limit)
        .execute();
      return rows.map(toErasure);
    },

    async counted(id, rows) {
      await db
        .updateTable("erasure")
        .set({ rows })
        .where("id", "=", id)
        .where((where) => where.or([where("rows", "is", null), where("rows", "<", rows)]))
        .execute();
    },

    async finished(state, ids, at) {
      await db
        .updateTable("erasure")
        .set({ [state]: at })
        .where("id", "in", [...ids])
        .where(state, "is", null)
        .execute();
    },

    scrub() {
      const before = running.catch(() => undefined);
      waiting ??= before.then(() => {
        waiting = null;
        return (running = dialect.scrub());
      });
      return waiting;
    },
  };
}

/** In the transaction that would erase: a hold that is placed meanwhile counts, or comes too late. */
async function refuseHeld(db: Database, site: string, subject: Buffer): Promise<void> {
  const hold = await db
    .selectFrom("hold")
    .select(["id", "added"])
    .where("subject", "=", subject)
    .where("site", "=", site)
    .where("released", "is", null)
    .orderBy("added")
    .limit(1)
    .executeTakeFirst();
  if (hold === undefined) return;
  const since = new Date(hold.added).toISOString().slice(0, 10);
  throw new CatalogError("held", `The subject is under legal hold ${hold.id} since ${since}: nothing was erased`);
}

/** Overwrites the bytes of a subject's DEKs where they lie, and forgets that there were any. */
async function destroyKeys(
  db: Database,
  dialect: CatalogDialect,
  site: string,
  subject: Buffer,
): Promise<readonly ErasedKey[]> {
  const rows = await db
    .selectFrom("dek")
    .innerJoin("kek", "kek.id", "dek.kek")
    .select(["dek.id", "dek.kek", "dek.level", "dek.month", "kek.month as under"])
    .where("dek.subject", "=", subject)
    .where("dek.site", "=", site)
    .orderBy("dek.month")
    .orderBy("dek.level")
    .orderBy("dek.id")
    .execute();
  if (rows.length === 0) return [];
  await countDestroyed(db, rows);
  await countLeft(
    db,
    site,
    rows.filter(({ under }) => under === HOLD_MONTH),
  );
  const places = db.selectFrom("dek").select("key").where("subject", "=", subject).where("site", "=", site);
  await zeroBytes(db, dialect, places);
  await db.deleteFrom("dek").where("subject", "=", subject).where("site", "=", site).execute();
  return rows.map(({ id, kek, level, month }) => ({ id, kek, level: levelOf<SealedLevel>(level), month }));
}

/**
 * KEKs remember how many DEKs under them are gone: such a KEK is to be replaced (docs/keys.md). One statement a KEK, of
 * which a subject has few: counted by a subquery, SQLite would read every DEK of the month.
 */
async function countDestroyed(db: Database, rows: readonly { readonly kek: string }[]): Promise<void> {
  const counts = new Map<string, number>();
  for (const { kek } of rows) counts.set(kek, (counts.get(kek) ?? 0) + 1);
  for (const [id, gone] of counts) {
    await db
      .updateTable("kek")
      .set((kek) => ({ destroyed: kek("destroyed", "+", gone) }))
      .where("id", "=", id)
      .execute();
  }
}

/**
 * DEKs of a subject that was held were sealed to a KEK of their month before. An old copy of them from then opens with
 * that, so it is to be replaced too. Which generation it was is not kept: all of the month are.
 */
async function countLeft(
  db: Database,
  site: string,
  rows: readonly { readonly level: number; readonly month: string }[],
): Promise<void> {
  for (const { level, month } of rows) {
    await db
      .updateTable("kek")
      .set((kek) => ({ destroyed: kek("destroyed", "+", 1) }))
      .where("site", "=", site)
      .where("level", "=", level)
      .where("month", "=", month)
      .execute();
  }
}

async function removeFrom(db: Database, table: "subject" | IndexTable, site: string, subject: Buffer) {
  const { numDeletedRows } = await db
    .deleteFrom(table)
    .where("subject", "=", subject)
    .where("site", "=", site)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** What somebody asked to see of the subject, or may see, ends with it. */
async function endReveals(db: Database, site: string, subject: Buffer, at: number): Promise<void> {
  const open = await db
    .selectFrom("reveal")
    .select("id")
    .where("site", "=", site)
    .where("subject", "=", subject)
    .where("state", "in", ["asked", "active"])
    .execute();
  for (const { id } of open) await noteStep(db, id, { step: "reveal.end", at, by: null });
  await db
    .updateTable("reveal")
    .set({ state: "ended", ended: at })
    .where("site", "=", site)
    .where("subject", "=", subject)
    .where("state", "in", ["asked", "active"])
    .execute();
}

/** Blocks keep their ranges of ids and are told how many rows are left: the drain compares counts by that. */
export async function emptySpool(db: Database, site: string, subject: Buffer): Promise<number> {
  const within = sql<number>`(select count(*) from spool where spool.subject = ${subject} and spool.site = ${site}
    and spool.id between block.first and block.last)`;
  await db
    .updateTable("block")
    .set((block) => ({ rows: block("rows", "-", within) }))
    .where(within, ">", 0)
    .execute();
  const { numDeletedRows } = await db
    .deleteFrom("spool")
    .where("subject", "=", subject)
    .where("site", "=", site)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

function toErasure({ by_kind, by_id, keys, ...row }: Selectable<Tables["erasure"]>): Erasure {
  return {
    ...row,
    by: { kind: by_kind as Actor["kind"], id: by_id },
    keys: JSON.parse(keys) as ErasedKey[],
  };
}
