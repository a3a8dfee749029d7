import { LEVELS, SEALED_LEVELS, type SealedLevel } from "@wayseal/protocol";
import { type RawBuilder, sql } from "kysely";
import { HOLD_MONTH } from "../ports/holds.js";
import type { ExpiredKek, Expiry, RetentionCatalog } from "../ports/retention.js";
import type { CatalogDialect, Database } from "./dialect.js";
import { isHeld } from "./holds.js";
import { zeroBytes } from "./key-bytes.js";
import { deksOfRow } from "./deks-of-row.js";
import { INDEX_TABLES } from "./index-tables.js";
import { levelOf } from "./level-of.js";
import type { IndexTable } from "./tables.js";

/** What has outlived its retention. A held subject's keys, mappings and blind indexes never have. */
export function createRetention(db: Database, dialect: CatalogDialect): RetentionCatalog {
  return {
    async expiredKeys(site, expiry) {
      const [deks, keks, mappings, indexes] = [
        await count(db, sql`dek where ${expiredDek(site, expiry)}`),
        await expiredKeks(db, site, expiry),
        await count(db, sql`subject where site = ${site} and ${losesAllKeys("subject", site, expiry)}`),
        await Promise.all(
          INDEX_TABLES.map((table) =>
            count(
              db,
              sql`${sql.table(table)} where site = ${site} and not ${isHeld(table)}
                and (${outlived(table, expiry)} or ${losesAllKeys(table, site, expiry)})`,
            ),
          ),
        ),
      ];
      return { deks, keks, mappings, indexes: sum(indexes) };
    },

    async destroyExpired(site, expiry, limit) {
      return db.transaction().execute(async (db) => {
        const { rows } = await sql<{ id: string; key: number; kek: string; subject: Buffer }>`
          select id, key, kek, subject from dek where ${expiredDek(site, expiry)} limit ${sql.lit(limit)}`.execute(db);
        if (rows.length === 0) return { deks: 0, mappings: 0, indexes: 0 };
        await zeroBytes(
          db,
          dialect,
          rows.map(({ key }) => key),
        );
        await db
          .deleteFrom("dek")
          .where(
            "id",
            "in",
            rows.map(({ id }) => id),
          )
          .execute();
        for (const [kek, gone] of countBy(rows.map(({ kek }) => kek))) {
          await db
            .updateTable("kek")
            .set((kek) => ({ destroyed: kek("destroyed", "+", gone) }))
            .where("id", "=", kek)
            .execute();
        }
        const subjects = new Map(rows.map(({ subject }) => [subject.toString("hex"), subject]));
        const [mappings, indexes] = [
          await removeKeyless(db, "subject", site, [...subjects.values()]),
          await Promise.all(INDEX_TABLES.map((table) => removeKeyless(db, table, site, [...subjects.values()]))),
        ];
        return { deks: rows.length, mappings, indexes: sum(indexes) };
      });
    },

    async dropIndexes(site, expiry) {
      const dropped = INDEX_TABLES.map((table) =>
        sql`delete from ${sql.table(table)}
          where site = ${site} and not ${isHeld(table)} and ${outlived(table, expiry)}`.execute(db),
      );
      return sum((await Promise.all(dropped)).map(({ numAffectedRows }) => Number(numAffectedRows ?? 0)));
    },
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

/** Whether a row's level and month have expired. */
function outlived(table: string, expiry: Expiry): RawBuilder<boolean> {
  const of = sql.raw(table);
  const levels = SEALED_LEVELS.flatMap((level) => {
    const before = expiry[level];
    return before === null ? [] : [sql`(${of}.level = ${sql.lit(LEVELS[level])} and ${of}.month < ${before})`];
  });
  return levels.length === 0 ? sql<boolean>`(1 = 0)` : sql<boolean>`(${sql.join(levels, sql` or `)})`;
}

/** Found by their KEKs, of which there are few. */
function expiredDek(site: string, expiry: Expiry): RawBuilder<boolean> {
  return sql<boolean>`dek.kek in (select id from kek
      where kek.site = ${site} and (kek.month = ${HOLD_MONTH} or ${outlived("kek", expiry)}))
    and ${outlived("dek", expiry)} and not ${isHeld("dek")}`;
}

/** Whether the subject of a row has keys that expire, and no others. */
function losesAllKeys(table: string, site: string, expiry: Expiry): RawBuilder<boolean> {
  const of = sql.raw(table);
  return sql<boolean>`(${of}.subject in (select dek.subject from dek where ${expiredDek(site, expiry)})
    and not exists (select 1 from dek
      where dek.subject = ${of}.subject and dek.site = ${of}.site and not ${outlived("dek", expiry)}))`;
}

async function expiredKeks(db: Database, site: string, expiry: Expiry): Promise<readonly ExpiredKek[]> {
  const isExpired = sql`(${outlived("dek", expiry)} and not ${isHeld("dek")})`;
  const { rows } = await sql<Omit<ExpiredKek, "level"> & { level: number }>`
    select kek.id as id, kek.level as level, kek.month as month, kek.generation as generation,
      (select count(*) from dek where dek.kek = kek.id and ${isExpired}) as deks,
      (select count(*) from dek where dek.kek = kek.id and not ${isExpired}) as others
    from kek
    where kek.site = ${site} and (${outlived("kek", expiry)} or (kek.month = ${HOLD_MONTH}
      and not exists (select 1 from hold where hold.site = ${site} and hold.released is null)))
    order by kek.month, kek.level, kek.generation`.execute(db);
  return rows.map(({ level, ...kek }) => ({ ...kek, level: levelOf<SealedLevel>(level) }));
}

async function removeKeyless(
  db: Database,
  table: "subject" | IndexTable,
  site: string,
  subjects: readonly Buffer[],
): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom(table)
    .where("site", "=", site)
    .where("subject", "in", [...subjects])
    .where((row) => row.not(row.exists(deksOfRow(row, table))))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

async function count(db: Database, from: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${from}`.execute(db);
  return Number(rows[0]?.n);
}

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
