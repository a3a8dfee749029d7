import { sql } from "kysely";
import type { Database, TableShape } from "../dialect.js";

/** @returns A table's columns and those of its primary key. */
export async function tableShape(db: Database, name: string): Promise<TableShape> {
  const { rows } = await sql<{ name: string; pk: number }>`select name, pk from pragma_table_info(${name})
    order by cid`.execute(db);
  const key = rows.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  if (key.length === 0) throw new Error(`The table ${name} is not there, or has no primary key`);
  return { name, columns: rows.map((row) => row.name), key: key.map((row) => row.name) };
}

/** @returns The last number that each counting table gave to a row. */
export async function sequences(db: Database): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ name: string; seq: number }>`select name, seq from sqlite_sequence`.execute(db);
  return Object.fromEntries(rows.map(({ name, seq }) => [name, seq]));
}

/** Counting tables go on from these numbers, where they are not further already. */
export async function continueFrom(db: Database, numbers: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, seq] of Object.entries(numbers)) {
    const { numAffectedRows = 0n } =
      await sql`update sqlite_sequence set seq = max(seq, ${seq}) where name = ${name}`.execute(db);
    if (numAffectedRows === 0n) await sql`insert into sqlite_sequence (name, seq) values (${name}, ${seq})`.execute(db);
  }
}
