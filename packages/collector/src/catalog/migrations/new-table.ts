import type { CreateTableBuilder } from "kysely";
import type { CatalogDialect, Database } from "../dialect.js";

type Type = "text" | CatalogDialect["types"]["bytes"] | CatalogDialect["types"]["integer"];

/** Begins a table of columns that may not be null; bytes and whole numbers are the dialect's types. */
export function newTable(
  { schema }: Database,
  name: string,
  columns: Readonly<Record<string, Type>>,
): CreateTableBuilder<string, string> {
  return Object.entries(columns).reduce(
    (table, [column, type]) => table.addColumn(column, type, (column) => column.notNull()),
    schema.createTable(name) as CreateTableBuilder<string, string>,
  );
}
