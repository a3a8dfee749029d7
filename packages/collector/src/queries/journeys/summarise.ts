import type { JourneySummary } from "../../api.js";
import type { FieldReader } from "../../keys/field-reader.js";
import type { EventStore } from "../../ports/event-store.js";
import { requireRight, requireSite, type Viewer } from "../../viewer.js";
import { withinJurisdictions } from "../within-jurisdictions.js";
import { BadQuestion } from "../bad-question.js";
import { OF_SUBJECT } from "./read-events.js";
import { SUMMARY_COLUMNS, summaryOf, type SummaryRow } from "./summary.js";

/**
 * What a subject's events sum up to over all time; null where there are none.
 *
 * @param asked `subject` is the hex of its 16 bytes.
 * @throws {NotCleared | NotVisible | BadQuestion | EventStoreError}
 */
export async function summarise(
  viewer: Viewer,
  {
    site,
    subject,
    verb = "read-journeys",
  }: { readonly site: string; readonly subject: string; readonly verb?: "read-journeys" | "export" },
  { store, fields }: { readonly store: Pick<EventStore, "ask">; readonly fields: Pick<FieldReader, "columnsOf"> },
): Promise<JourneySummary | null> {
  requireRight(viewer, verb);
  requireSite(viewer, site);
  if (!/^[0-9a-f]{32}$/i.test(subject)) throw new BadQuestion("subject", "subject must be 32 hex digits");
  const within = withinJurisdictions(viewer);
  const [row] = await store.ask<SummaryRow>({
    sql: `SELECT ${SUMMARY_COLUMNS} FROM events WHERE ${OF_SUBJECT} AND ${within.sql} GROUP BY subject`,
    params: { site, subject, ...within.params },
  });
  return row === undefined ? null : summaryOf(row, await fields.columnsOf(viewer, site, verb));
}
