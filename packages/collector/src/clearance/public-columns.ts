import type { FieldClass } from "@wayseal/protocol";
import type { PublicColumns } from "../pipeline/states.js";

export type ColumnName = Exclude<keyof PublicColumns, "properties">;

/**
 * Every public column, in the order in which they are told, with the class of what it tells where it has one: a list that
 * names the class names the column too. What is not here, such as an event's type and time, is no column: it is what makes
 * an event.
 */
export const PUBLIC_COLUMNS: Readonly<Record<ColumnName, FieldClass | null>> = {
  ...{ page: null, role: null, target: null, form: null, field: null, class: null, name: null, kind: null },
  ...{ duration: null, changes: null, refills: null, corrections: null, fields: null, scroll: null, measure: null },
  ...{ pasted: null, autofilled: null, filled: null, valid: null },
  ...{ referrer: null, language: "language", country: "country", source: null, medium: null, campaign: null },
  ...{ consent: null, generated: null, jurisdiction: "country" },
};

export function isColumn(name: string): name is ColumnName {
  return Object.hasOwn(PUBLIC_COLUMNS, name);
}
