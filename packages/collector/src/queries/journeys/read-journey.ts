import type { Journey } from "../../api.js";
import type { FieldReader } from "../../keys/field-reader.js";
import type { EventStore } from "../../ports/event-store.js";
import { requireRight, requireSite, type Viewer } from "../../viewer.js";
import { BadQuestion, UnknownSubject } from "../bad-question.js";
import { checkLimit } from "../check-limit.js";
import { readEvents } from "./read-events.js";
import { summarise } from "./summarise.js";

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
 * viewer may see them, and the version of the policy that decided it.
 *
 * @throws {NotCleared | NotVisible | BadQuestion | UnknownSubject | EventStoreError | CatalogError}
 */
export async function readJourney(
  viewer: Viewer,
  asked: ReadJourney,
  parts: { readonly store: Pick<EventStore, "ask">; readonly fields: FieldReader },
): Promise<{ readonly journey: Journey; readonly policy: number }> {
  const { site, subject, limit = 200 } = asked;
  requireRight(viewer, "read-journeys");
  requireSite(viewer, site);
  if (!/^[0-9a-f]{32}$/i.test(subject)) throw new BadQuestion("subject", "subject must be 32 hex digits");
  checkLimit(limit, MAX_LIMIT);
  const [summary, { events, next, policy }] = await Promise.all([
    summarise(viewer, asked, parts),
    readEvents(viewer, asked, parts),
  ]);
  if (summary === null) throw new UnknownSubject();
  return { journey: { subject: subject.toLowerCase(), site, summary, events, next }, policy };
}
