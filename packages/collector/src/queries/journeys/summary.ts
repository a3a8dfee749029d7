import type { JourneySummary } from "../../api.js";
import type { DecideColumn } from "../../keys/field-reader.js";

/** What a group of one subject's events sums up to; read by `summaryOf`. */
export const SUMMARY_COLUMNS = `
  lower(hex(subject)) AS id,
  toUnixTimestamp64Milli(min(occurred)) AS first_at,
  toUnixTimestamp64Milli(max(occurred)) AS last_at,
  count() AS events,
  uniqExact(session) AS sessions,
  countIf(type = 'page_view') AS pages,
  if(pages > 0, argMinIf(page, (occurred, seq), type = 'page_view'), argMin(page, (occurred, seq))) AS entry,
  if(pages > 0, argMaxIf(page, (occurred, seq), type = 'page_view'), argMax(page, (occurred, seq))) AS exit,
  countIf(type = 'form_submit') AS submitted,
  countIf(type = 'form_abandon') AS abandoned,
  argMaxIf(country, (occurred, seq), country != '') AS last_country,
  argMaxIf(language, (occurred, seq), language != '') AS last_language,
  argMinIf(source, (occurred, seq), source != '') AS first_source,
  max(generated) AS any_generated`;

export interface SummaryRow {
  readonly id: string;
  readonly first_at: number;
  readonly last_at: number;
  readonly events: number;
  readonly sessions: number;
  readonly pages: number;
  readonly entry: string;
  readonly exit: string;
  readonly submitted: number;
  readonly abandoned: number;
  readonly last_country: string;
  readonly last_language: string;
  readonly first_source: string;
  readonly any_generated: boolean;
}

/** @param decide What the viewer may see of the columns that it is made of. */
export function summaryOf(row: SummaryRow, decide: DecideColumn): JourneySummary {
  const { events, sessions, pages, submitted, abandoned } = row;
  const withheld: Record<string, string> = {};
  const told = <Value>(column: string, value: Value, none: Value): Value => {
    if (value === none) return none;
    const { verdict, rule } = decide(column);
    if (verdict === "show") return value;
    withheld[column] = rule;
    return none;
  };
  return {
    subject: row.id,
    first: row.first_at,
    last: row.last_at,
    ...{ events, sessions, pages, submitted, abandoned },
    entry: told("page", row.entry, ""),
    exit: told("page", row.exit, ""),
    country: told("country", row.last_country, ""),
    language: told("language", row.last_language, ""),
    source: told("source", row.first_source, ""),
    generated: told("generated", row.any_generated, false),
    ...(Object.keys(withheld).length > 0 && { withheld }),
  };
}
