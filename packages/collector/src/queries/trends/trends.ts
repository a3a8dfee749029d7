import type { TrendsAnswer, TrendsQuery } from "../../api.js";
import type { EventStore } from "../../ports/event-store.js";
import { type Coarse, coarseFor, coarsen, DEFAULT_GROUPS, type Groups } from "../../clearance/coarsen.js";
import type { DecideColumn, FieldReader } from "../../keys/field-reader.js";
import { NotCleared, requireRight, requireSite, type Viewer } from "../../viewer.js";
import { BadQuestion } from "../bad-question.js";
import { withinJurisdictions } from "../within-jurisdictions.js";
import { checkRange, DAY_MS, MAX_RANGE_MS } from "../check-range.js";

const STEPS: Readonly<Record<TrendsQuery["interval"], { readonly ms: number; readonly longest: number }>> = {
  minute: { ms: 60_000, longest: 2 * DAY_MS },
  hour: { ms: 3_600_000, longest: MAX_RANGE_MS },
  day: { ms: DAY_MS, longest: MAX_RANGE_MS },
};

/** Distinct ones are exact up to some ten thousand, and about 1% off beyond. */
const MEASURES: Readonly<Record<TrendsQuery["measure"], string>> = {
  events: "count()",
  subjects: "uniq(subject)",
  sessions: "uniq(session)",
};

/**
 * What may be told apart, and whether events without it count: every event has a country or lacks one, but only some
 * types have a form at all.
 */
const KEYS: Readonly<Record<NonNullable<TrendsQuery["by"]>, { readonly blank: boolean }>> = {
  type: { blank: true },
  page: { blank: true },
  form: { blank: false },
  field: { blank: false },
  class: { blank: false },
  name: { blank: false },
  country: { blank: true },
  language: { blank: true },
  source: { blank: true },
  referrer: { blank: true },
};

/** Series besides `other`. */
const SERIES = 12;
const NONE = "(none)";

interface TrendRow {
  readonly bucket: number;
  readonly known: number;
  readonly shown: string;
  readonly value: number;
  /** Distinct subjects; 0 where exact numbers are told. */
  readonly people: number;
  /** 0: of one interval. 1: of the whole time. */
  readonly whole: number;
  /** 0: of one series. 1: of all. */
  readonly every: number;
}

/**
 * How a number goes over time: events, or distinct subjects or sessions, in intervals of UTC, for the largest values of
 * one column apart. Totals of distinct ones are of the whole time, not sums.
 *
 * @throws {NotCleared | NotVisible | BadQuestion | EventStoreError}
 */
export async function trends(
  viewer: Viewer,
  { site, from, to, interval, measure, by, type, generated }: TrendsQuery,
  {
    store,
    fields,
    groups = DEFAULT_GROUPS,
  }: {
    readonly store: Pick<EventStore, "ask">;
    readonly fields: Pick<FieldReader, "columnsOf">;
    readonly groups?: Groups;
  },
): Promise<TrendsAnswer> {
  requireRight(viewer, "query");
  requireSite(viewer, site);
  const step = pick(STEPS, interval, "interval");
  const value = pick(MEASURES, measure, "measure");
  const key = by === undefined ? null : pick(KEYS, by, "by");
  checkRange(from, to, step.longest);
  if (type !== undefined && (typeof type !== "string" || type.length > 64)) {
    throw new BadQuestion("type", "type must be the name of an event type");
  }

  const decide = await fields.columnsOf(viewer, site, "query");
  // Which types of events there were is what is counted, and no column.
  if (by !== undefined && by !== "type") requireColumn(decide, by);
  if (generated !== undefined) requireColumn(decide, "generated");
  const coarse = coarseFor(viewer, groups);
  const within = withinJurisdictions(viewer);

  // Nothing is received before it happens, so older months of receipt need no look.
  const where = [
    "site = {site:String}",
    within.sql,
    "received >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')",
    "occurred >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')",
    "occurred < fromUnixTimestamp64Milli({to:Int64}, 'UTC')",
    ...(type === undefined ? [] : ["type = {type:String}"]),
    ...(generated === undefined ? [] : ["generated = {generated:Bool}"]),
    ...(key === null || key.blank ? [] : ["{by:Identifier} != ''"]),
  ].join(" AND ");
  const column = key === null ? "'all'" : "toString({by:Identifier})";
  // What only few have is not named: it counts with the others.
  const few = coarse === null ? "" : "HAVING uniq(subject) >= {least:UInt32}";
  const people = coarse === null ? "0" : "uniq(subject)";
  const rows = await store.ask<TrendRow>({
    sql: `
WITH top AS (
  SELECT ${column} AS label FROM events WHERE ${where} GROUP BY label ${few} ORDER BY ${value} DESC, label LIMIT ${SERIES}
)
SELECT bucket, known, shown, ${value} AS value, ${people} AS people, grouping(bucket) AS whole, grouping(shown) AS every
FROM (
  SELECT intDiv(toUnixTimestamp64Milli(occurred), {step:Int64}) AS bucket, ${column} AS label,
    label IN (SELECT label FROM top) AS known, if(known, label, '') AS shown, subject, session
  FROM events WHERE ${where}
)
GROUP BY GROUPING SETS ((bucket, known, shown), (known, shown), ())`,
    params: {
      ...{ site, from, to, step: step.ms },
      ...(by !== undefined && { by }),
      ...(type !== undefined && { type }),
      ...(generated !== undefined && { generated }),
      ...(coarse !== null && { least: coarse.least }),
      ...within.params,
    },
  });
  return answer(rows, Math.floor(from / step.ms), Math.ceil(to / step.ms), step.ms, by === undefined, coarse);
}

/** What may not be seen may not be asked by either. @throws {NotCleared} */
function requireColumn(decide: DecideColumn, column: string): void {
  const { verdict, rule } = decide(column);
  if (verdict !== "show") throw new NotCleared(rule);
}

function answer(
  rows: readonly TrendRow[],
  first: number,
  end: number,
  step: number,
  single: boolean,
  coarse: Coarse | null,
): TrendsAnswer {
  const times = Array.from({ length: end - first }, (_, index) => (first + index) * step);
  const values = new Map<string, number[]>();
  const series: { name: string; values: number[]; total: number; known: number }[] = [];
  let total = 0;
  const keyOf = ({ known, shown }: TrendRow) => `${known}${shown}`;
  for (const row of rows) {
    if (row.every === 1) total = coarsen(coarse, row.value, row.people);
    else if (row.whole === 1) {
      const name = row.known === 0 ? "other" : row.shown === "" ? NONE : row.shown;
      const line = {
        name,
        values: times.map(() => 0),
        total: coarsen(coarse, row.value, row.people),
        known: row.known,
      };
      values.set(keyOf(row), line.values);
      series.push(line);
    }
  }
  for (const row of rows) {
    const line = row.whole === 0 ? values.get(keyOf(row)) : undefined;
    if (line !== undefined) line[row.bucket - first] = coarsen(coarse, row.value, row.people);
  }
  if (single && series.length === 0) series.push({ name: "all", values: times.map(() => 0), total: 0, known: 1 });
  series.sort((a, b) => b.known - a.known || b.total - a.total || (a.name < b.name ? -1 : 1));
  const told = coarse === null ? series : series.filter(({ total }) => single || total > 0);
  return {
    times,
    series: told.map(({ name, values, total }) => ({ name, values, total })),
    total,
    ...(coarse !== null && { coarse }),
  };
}

function pick<T>(table: Readonly<Record<string, T>>, name: string, what: "interval" | "measure" | "by"): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found === undefined) throw new BadQuestion(what, `${what} must be one of ${Object.keys(table).join(", ")}`);
  return found;
}
