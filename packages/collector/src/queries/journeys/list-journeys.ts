import type { JourneyList } from "../../api.js";
import type { FieldReader } from "../../keys/field-reader.js";
import type { EventStore } from "../../ports/event-store.js";
import { requireRight, requireSite, type Viewer } from "../../viewer.js";
import { withinJurisdictions } from "../within-jurisdictions.js";
import { checkLimit } from "../check-limit.js";
import { checkRange, DAY_MS } from "../check-range.js";
import { readCursor, writeCursor } from "./cursor.js";
import { SUMMARY_COLUMNS, summaryOf, type SummaryRow } from "./summary.js";

export interface ListJourneys {
  readonly site: string;
  /** Milliseconds since 1970, included. @default 30 days before `to` */
  readonly from?: number;
  /** Milliseconds since 1970, excluded. @default now */
  readonly to?: number;
  /** From 1 to 200. @default 50 */
  readonly limit?: number;
  readonly cursor?: string;
}

const MAX_LIMIT = 200;

/**
 * Who came: one line for each subject with an event in the time asked about, the latest first. Its numbers are of that
 * time. The inner question reads two columns of the whole time, the outer one the rest for a page's subjects only.
 *
 * @throws {NotCleared | NotVisible | BadQuestion | EventStoreError}
 */
export async function listJourneys(
  viewer: Viewer,
  { site, to, from, limit = 50, cursor }: ListJourneys,
  {
    store,
    fields,
    now = Date.now,
  }: {
    readonly store: Pick<EventStore, "ask">;
    readonly fields: Pick<FieldReader, "columnsOf">;
    readonly now?: () => number;
  },
): Promise<JourneyList> {
  requireRight(viewer, "read-journeys");
  requireSite(viewer, site);
  // What happened in this very millisecond has happened.
  const until = to ?? now() + 1;
  const since = from ?? Math.max(until - 30 * DAY_MS, 0);
  checkRange(since, until);
  checkLimit(limit, MAX_LIMIT);
  const after = cursor === undefined ? null : readCursor(cursor, 16);

  // Nothing is received before it happens, so older months of receipt need no look.
  const covered = withinJurisdictions(viewer);
  const within = `${covered.sql} AND site = {site:String} AND received >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND occurred >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND occurred < fromUnixTimestamp64Milli({to:Int64}, 'UTC')`;
  const rows = await store.ask<SummaryRow>({
    sql: `
SELECT ${SUMMARY_COLUMNS}
FROM events
WHERE ${within} AND subject IN (
  SELECT subject FROM events WHERE ${within} GROUP BY subject
  ${
    after === null
      ? ""
      : `HAVING (toUnixTimestamp64Milli(max(occurred)), hex(subject)) < ({after:Int64}, {afterSubject:String})`
  }
  ORDER BY max(occurred) DESC, hex(subject) DESC LIMIT {limit:UInt32}
)
GROUP BY subject ORDER BY last_at DESC, id DESC`,
    params: {
      ...covered.params,
      site,
      from: since,
      to: until,
      limit: limit + 1,
      ...(after !== null && { after: after.time, afterSubject: after.rest.toString("hex").toUpperCase() }),
    },
  });
  const decide = await fields.columnsOf(viewer, site, "read-journeys");
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    journeys: page.map((row) => summaryOf(row, decide)),
    next: last === undefined ? null : writeCursor(last.last_at, Buffer.from(last.id, "hex")),
  };
}
