import type { ClickHouseClient } from "@clickhouse/client";
import type { ExpiredRows, MonthRows } from "../ports/event-store.js";

/** Seconds that the request which begins a removal may take. What it begins may take longer, and is asked after. */
const WRITE_SECONDS = 60;

type Ask = <Row>(sql: string, params: Readonly<Record<string, unknown>>) => Promise<Row[]>;

/** What holds for each expired row but for its month. Subjects are hex: bytes are no text, and a parameter is. */
const OF_SITES = "({everySite:Bool} OR site IN {sites:Array(String)})";
const NOT_KEPT =
  "NOT has(arrayZip({keptSites:Array(String)}, {keptSubjects:Array(String)}), (toString(site), lower(hex(subject))))";

function paramsOf({ sites, keep }: ExpiredRows): Readonly<Record<string, unknown>> {
  return {
    everySite: sites === null,
    sites: sites ?? [],
    keptSites: keep.map(({ site }) => site),
    keptSubjects: keep.map(({ subject }) => subject.toString("hex")),
  };
}

/** Rows that have outlived their retention, by month and site. */
export async function countExpired(ask: Ask, which: ExpiredRows): Promise<readonly MonthRows[]> {
  const rows = await ask<{ month: number; site: string; rows: number }>(
    `SELECT toYYYYMM(received) AS month, site, count() AS rows FROM events
     WHERE toYYYYMM(received) <= {upTo:UInt32} AND ${OF_SITES} AND ${NOT_KEPT}
     GROUP BY month, site ORDER BY month, site`,
    { ...paramsOf(which), upTo: Number(which.upTo.replace("-", "")) },
  );
  return rows.map(({ month, site, rows }) => ({ month: textOf(month), site, rows }));
}

/**
 * Removes them. A month of which nothing stays is dropped as a whole; in one of which something does (a held subject's
 * rows, another site's) the partition's parts are written anew without the others.
 *
 * @param settled Resolves once the parts were written.
 */
export async function removeExpired(
  { client, ask, settled }: { client: ClickHouseClient; ask: Ask; settled: () => Promise<void> },
  which: ExpiredRows,
): Promise<void> {
  const expired = new Map<string, number>();
  for (const { month, rows } of await countExpired(ask, which)) expired.set(month, (expired.get(month) ?? 0) + rows);
  let written = false;
  for (const [month, rows] of expired) {
    const partition = month.replace("-", "");
    const [all] = await ask<{ rows: number }>(
      "SELECT count() AS rows FROM events WHERE toYYYYMM(received) = {month:UInt32}",
      { month: Number(partition) },
    );
    if (all?.rows === rows) {
      await client.command({
        query: `ALTER TABLE events DROP PARTITION ID '${partition}'`,
        clickhouse_settings: { max_execution_time: WRITE_SECONDS },
      });
    } else {
      await client.command({
        query: `ALTER TABLE events DELETE IN PARTITION ID '${partition}' WHERE ${OF_SITES} AND ${NOT_KEPT}`,
        query_params: { ...paramsOf(which) },
        clickhouse_settings: { mutations_sync: "0", max_execution_time: WRITE_SECONDS },
      });
      written = true;
    }
  }
  if (written) await settled();
}

function textOf(month: number): string {
  const digits = String(month);
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}
