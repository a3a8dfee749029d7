import type { JourneySummary } from "../../api.js";

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

export function summaryOf(row: SummaryRow): JourneySummary {
  const { events, sessions, pages, entry, exit, submitted, abandoned } = row;
  return {
    subject: row.id,
    first: row.first_at,
    last: row.last_at,
    ...{ events, sessions, pages, entry, exit, submitted, abandoned },
    country: row.last_country,
    language: row.last_language,
    source: row.first_source,
    generated: row.any_generated,
  };
}
