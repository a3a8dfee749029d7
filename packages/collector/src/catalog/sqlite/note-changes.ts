import { sql } from "kysely";
import type { Database, NotedChanges, TableShape } from "../dialect.js";

/**
 * Notes the keys of rows that are written, in temporary tables, which are in memory: a change that is rolled back takes
 * its note with it. Only one at a time; what an earlier one left is removed.
 */
export async function noteChanges(db: Database, shapes: readonly TableShape[]): Promise<NotedChanges> {
  const notes = (name: string) => `changed_${name}`;
  async function stop(): Promise<void> {
    for (const { name } of shapes) {
      for (const kind of KINDS) await sql`drop trigger if exists temp.${sql.raw(`note_${kind}_${name}`)}`.execute(db);
      await sql`drop table if exists temp.${sql.raw(notes(name))}`.execute(db);
    }
  }
  await stop();
  await db.transaction().execute(async (db) => {
    for (const { name, key } of shapes) {
      const columns = key.join(", ");
      await sql
        .raw(`create temp table ${notes(name)} (${columns}, primary key (${columns})) without rowid`)
        .execute(db);
      for (const kind of KINDS) {
        const sides = kind === "insert" ? ["new"] : kind === "delete" ? ["old"] : ["old", "new"];
        // Not `or ignore`: a trigger's conflict clause gives way to that of the statement that set it off.
        const note = sides.map((side) => {
          const values = key.map((column) => `${side}.${column}`);
          const same = key.map((column) => `${column} = ${side}.${column}`).join(" and ");
          return `insert into ${notes(name)} (${columns}) select ${values.join(", ")}
            where not exists (select 1 from ${notes(name)} where ${same});`;
        });
        await sql
          .raw(`create temp trigger note_${kind}_${name} after ${kind} on main.${name} begin ${note.join(" ")} end`)
          .execute(db);
      }
    }
  });
  return {
    async count() {
      let sum = 0;
      for (const { name } of shapes) {
        const { rows } = await sql<{ n: number }>`select count(*) as n from temp.${sql.raw(notes(name))}`.execute(db);
        sum += Number(rows[0]?.n);
      }
      return sum;
    },
    async take(db, { name, key }, limit) {
      const table = sql.raw(`temp.${notes(name)}`);
      const columns = sql.raw(key.join(", "));
      const { rows } = await sql<Record<string, unknown>>`select ${columns} from ${table} order by ${columns}
        limit ${sql.lit(limit)}`.execute(db);
      const last = rows.at(-1);
      if (last !== undefined) {
        await sql`delete from ${table} where (${columns}) <= (${sql.join(key.map((column) => last[column]))})`.execute(
          db,
        );
      }
      return rows;
    },
    stop,
  };
}

const KINDS = ["insert", "update", "delete"] as const;
