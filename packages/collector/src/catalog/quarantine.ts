import type { Expression, ExpressionBuilder, Selectable, SqlBool } from "kysely";
import type { QuarantineCatalog, QuarantineFilter, QuarantineKek, QuarantineSum } from "../ports/quarantine.js";
import type { CatalogDialect, Database } from "./dialect.js";
import type { Tables } from "./tables.js";

const COLUMNS = [
  ...(["id", "site", "stream", "seq", "visitor", "reason", "detail", "type", "received", "kek", "bytes"] as const),
] as const;

/** Refused records as they wait; `write-group.ts` puts them there and takes them out. */
export function createQuarantine(db: Database, dialect: CatalogDialect): QuarantineCatalog {
  return {
    async addQuarantineKek(kek) {
      return db.transaction().execute(async (db) => {
        const stored = await keks(db)
          .where("quarantine_kek.site", "=", kek.site)
          .where("day", "=", kek.day)
          .executeTakeFirst();
        if (stored !== undefined) return toKek(stored);
        const { publicKey: public_key, wrapped, ...row } = kek;
        const { id: key } = await db
          .insertInto("quarantine_bytes")
          .values({ bytes: wrapped })
          .returning("id")
          .executeTakeFirstOrThrow();
        await db
          .insertInto("quarantine_kek")
          .values({ ...row, public_key, key })
          .execute();
        return kek;
      });
    },

    async quarantineKeks(site) {
      const rows = await keks(db)
        .$if(site !== undefined, (all) => all.where("quarantine_kek.site", "=", site as string))
        .orderBy("quarantine_kek.site")
        .orderBy("day")
        .execute();
      return rows.map(toKek);
    },

    async rewrapQuarantineKek(id, from, to) {
      return db.transaction().execute(async (db) => {
        const row = await keks(db).select("key").where("quarantine_kek.id", "=", id).executeTakeFirst();
        if (row === undefined || !row.wrapped.equals(from)) return false;
        if (from.length === to.length) {
          await db.updateTable("quarantine_bytes").set({ bytes: to }).where("id", "=", row.key).execute();
          return true;
        }
        await zero(db, dialect, [row.key]);
        const { id: key } = await db
          .insertInto("quarantine_bytes")
          .values({ bytes: to })
          .returning("id")
          .executeTakeFirstOrThrow();
        await db.updateTable("quarantine_kek").set({ key }).where("id", "=", id).execute();
        return true;
      });
    },

    async quarantined(filter, limit) {
      return db
        .selectFrom("quarantine")
        .select(COLUMNS)
        .where((row) => matches(row, filter))
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
    },

    async sealedRecords(filter, limit) {
      return db
        .selectFrom("quarantine")
        .select([...COLUMNS, "sealed"])
        .where((row) => matches(row, filter))
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
    },

    async quarantineSums(site) {
      const rows = await db
        .selectFrom("quarantine")
        .select((row) => [
          ...(["site", "reason"] as const),
          row.fn.countAll<number>().as("records"),
          row.fn.sum<number>("bytes").as("bytes"),
          row.fn.min<number>("received").as("oldest"),
        ])
        .$if(site !== undefined, (all) => all.where("site", "=", site as string))
        .groupBy(["site", "reason"])
        .orderBy("site")
        .orderBy("reason")
        .execute();
      return rows.map(({ records, bytes, oldest, ...row }): QuarantineSum => ({
        ...row,
        records: Number(records),
        bytes: Number(bytes),
        oldest: Number(oldest),
      }));
    },

    async stillRefused(site, id, reason, detail) {
      await db
        .updateTable("quarantine")
        .set({ reason, detail })
        .where("site", "=", site)
        .where("id", "=", id)
        .execute();
    },

    async dropQuarantined(filter) {
      const { numDeletedRows } = await db
        .deleteFrom("quarantine")
        .where((row) => matches(row, filter))
        .executeTakeFirst();
      return Number(numDeletedRows);
    },

    async expireQuarantine(day) {
      return db.transaction().execute(async (db) => {
        const old = await db.selectFrom("quarantine_kek").select(["id", "key"]).where("day", "<", day).execute();
        if (old.length === 0) return { keks: 0, records: 0 };
        await zero(
          db,
          dialect,
          old.map(({ key }) => key),
        );
        const ids = old.map(({ id }) => id);
        const { numDeletedRows } = await db.deleteFrom("quarantine").where("kek", "in", ids).executeTakeFirst();
        await db.deleteFrom("quarantine_kek").where("id", "in", ids).execute();
        return { keks: old.length, records: Number(numDeletedRows) };
      });
    },
  };
}

/**
 * Removes what waits of a subject's visitors, in the transaction that erases it and before the mappings go.
 *
 * @returns How many records.
 */
export async function removeQuarantined(db: Database, site: string, subject: Buffer): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom("quarantine")
    .where("site", "=", site)
    .where("visitor", "in", (of) =>
      of.selectFrom("subject").select("visitor").where("subject", "=", subject).where("site", "=", site),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

function matches(
  row: ExpressionBuilder<Tables, "quarantine">,
  { site, reason, ids, before, since }: QuarantineFilter,
): Expression<SqlBool> {
  return row.and([
    row("site", "=", site),
    ...(reason === undefined ? [] : [row("reason", "=", reason)]),
    ...(ids === undefined ? [] : [row("id", "in", [...ids])]),
    ...(before === undefined ? [] : [row("id", "<", before)]),
    ...(since === undefined ? [] : [row("received", ">=", since)]),
  ]);
}

function keks(db: Database) {
  return db
    .selectFrom("quarantine_kek")
    .innerJoin("quarantine_bytes", "quarantine_bytes.id", "quarantine_kek.key")
    .select(["quarantine_kek.id", "site", "day", "public_key", "created", "quarantine_bytes.bytes as wrapped"]);
}

type KekRow = Omit<Selectable<Tables["quarantine_kek"]>, "key"> & { readonly wrapped: Buffer };

function toKek({ id, site, day, public_key: publicKey, wrapped, created }: KekRow): QuarantineKek {
  return { id, site, day, publicKey, wrapped, created };
}

async function zero(db: Database, dialect: CatalogDialect, places: readonly number[]): Promise<void> {
  await db
    .updateTable("quarantine_bytes")
    .set({ bytes: dialect.zeros("bytes") })
    .where("id", "in", places)
    .execute();
}
