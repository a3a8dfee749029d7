import type { Journey } from "../../api.js";
import type { FieldReader } from "../../keys/field-reader.js";
import type { EventStore } from "../../ports/event-store.js";
import { requireSite, type Viewer } from "../../viewer.js";
import { BadQuestion, UnknownSubject } from "../bad-question.js";
import { checkLimit } from "../check-limit.js";
import { readCursor, writeCursor } from "./cursor.js";
import { EVENT_COLUMNS, type EventRow, journeyEvent, sealedRow } from "./event-row.js";
import { SUMMARY_COLUMNS, summaryOf, type SummaryRow } from "./summary.js";

export interface ReadJourney {
  readonly site: string;
  /** Hex of the subject's 16 bytes. */
  readonly subject: string;
  /** From 1 to 500. @default 200 */
  readonly limit?: number;
  readonly cursor?: string;
}

const MAX_LIMIT = 500;

/**
 * One journey from its first event on: its summary over all time, and a page of its events with their fields as this
 * viewer may see them.
 *
 * @throws {NotVisible | BadQuestion | UnknownSubject | EventStoreError | CatalogError}
 */
export async function readJourney(
  viewer: Viewer,
  { site, subject, limit = 200, cursor }: ReadJourney,
  { store, fields }: { readonly store: Pick<EventStore, "ask">; readonly fields: FieldReader },
): Promise<Journey> {
  requireSite(viewer, site);
  if (!/^[0-9a-f]{32}$/i.test(subject)) throw new BadQuestion("subject", "subject must be 32 hex digits");
  checkLimit(limit, MAX_LIMIT);
  const after = cursor === undefined ? null : readCursor(cursor, 20);

  const whose = "site = {site:String} AND subject = toFixedString(unhex({subject:String}), 16)";
  const params = { site, subject };
  const [[summary], rows] = await Promise.all([
    store.ask<SummaryRow>({ sql: `SELECT ${SUMMARY_COLUMNS} FROM events WHERE ${whose} GROUP BY subject`, params }),
    store.ask<EventRow>({
      sql: `
SELECT ${EVENT_COLUMNS}
FROM events
WHERE ${whose}
  ${
    after === null
      ? ""
      : `AND (toUnixTimestamp64Milli(occurred), hex(stream), seq)
       > ({after:Int64}, {afterStream:String}, {afterSeq:UInt32})`
  }
ORDER BY occurred, hex(stream), seq LIMIT {limit:UInt32}`,
      params: {
        ...params,
        limit: limit + 1,
        ...(after !== null && {
          after: after.time,
          afterStream: after.rest.subarray(0, 16).toString("hex").toUpperCase(),
          afterSeq: after.rest.readUInt32BE(16),
        }),
      },
    }),
  ]);
  if (summary === undefined) throw new UnknownSubject();

  const page = rows.slice(0, limit);
  const sealed = page.map((row) => sealedRow(site, subject, row));
  const read = await fields.read(viewer, sealed);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    subject: subject.toLowerCase(),
    site,
    summary: summaryOf(summary),
    events: page.map((row, index) => journeyEvent(row, read[index] ?? [])),
    next: last === undefined ? null : eventCursor(last),
  };
}

function eventCursor({ occurred_at, stream_hex, seq }: EventRow): string {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(seq);
  return writeCursor(occurred_at, Buffer.from(stream_hex, "hex"), number);
}
