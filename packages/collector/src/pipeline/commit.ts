import type { Subject, WritableDek } from "../keys/subject-keys.js";
import type { CommitOutcome, EventCatalog, StreamSeen } from "../ports/catalog.js";
import type { SetAside } from "../ports/quarantine.js";
import type { EncryptedEvent } from "./states.js";

export interface CommitInput {
  readonly site: string;
  readonly received: number;
  readonly events: readonly {
    readonly event: EncryptedEvent;
    readonly subject: Subject;
    readonly deks: readonly WritableDek[];
  }[];
  readonly streams: readonly StreamSeen[];
  readonly rejected: Readonly<Record<string, number>>;
  /** Refused records that are to wait in quarantine. */
  readonly setAside?: readonly SetAside[];
  /** The events wait in quarantine, and leave it. */
  readonly fromQuarantine?: boolean;
}

/**
 * Makes events durable, together with the mappings and DEKs that the catalog may not have yet.
 *
 * @returns What became of each event, and after them of each record that was to be set aside.
 * @throws {CatalogError} Nothing was stored.
 */
export async function commit(
  { events, ...request }: CommitInput,
  catalog: Pick<EventCatalog, "commit">,
): Promise<readonly CommitOutcome[]> {
  const subjects = new Set<Subject>();
  const deks = new Set<WritableDek>();
  for (const event of events) {
    if (!event.subject.durable) subjects.add(event.subject);
    for (const dek of event.deks) if (!dek.durable) deks.add(dek);
  }
  const outcomes = await catalog.commit({
    events: events.map(({ event }) => event),
    subjects: [...subjects].map(({ id, visitor }) => ({ site: request.site, visitor, subject: id })),
    deks: [...deks].map(({ dek }) => dek),
    ...request,
  });
  // Only what a stored event relies on is known to be kept; the rest goes along with the next commit again.
  events.forEach(({ subject, deks }, i) => {
    if (outcomes[i] !== "stored") return;
    subject.durable = true;
    for (const dek of deks) dek.durable = true;
  });
  return outcomes;
}
