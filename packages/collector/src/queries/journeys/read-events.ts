import type { JourneyEvent } from "../../api.js";
import type { FieldReader } from "../../keys/field-reader.js";
import type { EventStore } from "../../ports/event-store.js";
import { requireRight, requireSite, type Viewer } from "../../viewer.js";
import { withinJurisdictions } from "../within-jurisdictions.js";
import { BadQuestion } from "../bad-question.js";
import { checkLimit } from "../check-limit.js";
import { readCursor, writeCursor } from "./cursor.js";
import { EVENT_COLUMNS, type EventRow, journeyEvent, sealedRow } from "./event-row.js";

export interface ReadEvents {
  readonly site: string;
  /** Hex of the subject's 16 bytes. */
  readonly subject: string;
  /** From 1 to 2,000. @default 200 */
  readonly limit?: number;
  readonly cursor?: string;
  /** What they are read for. @default "read-journeys" */
  readonly verb?: "read-journeys" | "export";
}

/** Whose rows; bound as `site` and `subject`. */
export const OF_SUBJECT = "site = {site:String} AND subject = toFixedString(unhex({subject:String}), 16)";

const MAX_LIMIT = 2_000;
const UNDECIDED = () => ({ verdict: "withhold", rule: "Withheld: nobody decided on it" }) as const;

export interface EventPage {
  /** Oldest first. */
  readonly events: readonly JourneyEvent[];
  readonly next: string | null;
  /** Version of the policy that decided what is shown. */
  readonly policy: number;
}

/**
 * A page of a subject's events with their fields as this viewer may see them: what journeys and exports are made of.
 * A subject without events has an empty page.
 *
 * @throws {NotCleared | NotVisible | BadQuestion | EventStoreError | CatalogError}
 */
export async function readEvents(
  viewer: Viewer,
  { site, subject, limit = 200, cursor, verb = "read-journeys" }: ReadEvents,
  { store, fields }: { readonly store: Pick<EventStore, "ask">; readonly fields: FieldReader },
): Promise<EventPage> {
  requireRight(viewer, verb);
  requireSite(viewer, site);
  if (!/^[0-9a-f]{32}$/i.test(subject)) throw new BadQuestion("subject", "subject must be 32 hex digits");
  checkLimit(limit, MAX_LIMIT);
  const after = cursor === undefined ? null : readCursor(cursor, 20);
  const within = withinJurisdictions(viewer);
  const rows = await store.ask<EventRow>({
    // The first condition on the time says nothing new: it is one that the table's order can answer.
    sql: `
SELECT ${EVENT_COLUMNS}
FROM events
WHERE ${OF_SUBJECT} AND ${within.sql}
  ${
    after === null
      ? ""
      : `AND occurred >= fromUnixTimestamp64Milli({after:Int64}, 'UTC')
    AND (toUnixTimestamp64Milli(occurred), hex(stream), seq) > ({after:Int64}, {afterStream:String}, {afterSeq:UInt32})`
  }
ORDER BY occurred, hex(stream), seq LIMIT {limit:UInt32}`,
    params: {
      ...within.params,
      site,
      subject,
      limit: limit + 1,
      ...(after !== null && {
        after: after.time,
        afterStream: after.rest.subarray(0, 16).toString("hex").toUpperCase(),
        afterSeq: after.rest.readUInt32BE(16),
      }),
    },
  });
  const page = rows.slice(0, limit);
  const sealed = page.map((row) => sealedRow(site, subject, row));
  const policy = await fields.policy();
  const read = await fields.read(viewer, sealed, verb, policy);
  const columns = await fields.columns(viewer, sealed, verb, policy);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    events: page.map((row, index) => journeyEvent(row, read[index] ?? [], columns[index] ?? UNDECIDED)),
    next: last === undefined ? null : eventCursor(last),
    policy: policy.version,
  };
}

function eventCursor({ occurred_at, stream_hex, seq }: EventRow): string {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(seq);
  return writeCursor(occurred_at, Buffer.from(stream_hex, "hex"), number);
}
