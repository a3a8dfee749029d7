import type { ExpressionBuilder } from "kysely";
import type { IndexTable, Tables } from "./tables.js";

/** @returns The DEKs of the subject that a row of a table is of, for a question within one about the table. */
export function deksOfRow<Table extends "subject" | IndexTable>(of: ExpressionBuilder<Tables, Table>, table: Table) {
  return (of as unknown as ExpressionBuilder<Tables, "subject" | IndexTable>)
    .selectFrom("dek")
    .select("dek.id")
    .whereRef("dek.subject", "=", `${table}.subject`)
    .whereRef("dek.site", "=", `${table}.site`);
}
