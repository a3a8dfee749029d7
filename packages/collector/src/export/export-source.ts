import type { JourneySummary } from "../api.js";
import type { FieldReader } from "../keys/field-reader.js";
import type { Catalog } from "../ports/catalog.js";
import type { Actor } from "../ports/erasures.js";
import type { EventStore } from "../ports/event-store.js";
import type { SubjectFacts } from "../ports/subjects.js";
import { type EventPage, readEvents, summarise } from "../queries/index.js";
import type { Viewer } from "../viewer.js";
import { ExportError } from "./format.js";

/** What an archive is made from, here or by way of a running collector. */
export interface ExportSource {
  /** @throws {ExportError} `unknown` or `erased` */
  begin(): Promise<ExportBegun>;
  page(cursor: string | null): Promise<EventPage>;
  /** The last word before the archive is given out. @throws {ExportError} `erased` if that happened meanwhile. */
  end(events: number): Promise<void>;
}

export interface ExportBegun {
  readonly id: string;
  readonly made: number;
  readonly by: Actor;
  readonly site: { readonly id: string; readonly name: string };
  /** Hex of the subject's 16 bytes. */
  readonly subject: string;
  readonly clearance: Viewer["clearance"];
  readonly facts: SubjectFacts;
  /** Null where the event store holds no event. */
  readonly summary: JourneySummary | null;
}

export interface ExportParts {
  readonly catalog: Pick<Catalog, "sites" | "subjectFacts">;
  readonly store: Pick<EventStore, "ask">;
  readonly fields: FieldReader;
  readonly now: () => number;
  /** How long to wait for events that are on their way into the event store, milliseconds. @default 10,000 */
  readonly patience?: number;
}

export interface AskExport {
  readonly id: string;
  readonly site: string;
  /** Hex of the subject's 16 bytes. */
  readonly subject: string;
  readonly by: Actor;
}

/** Events that are read at once. What is held in memory grows with it, and with nothing else. */
const PAGE_EVENTS = 1_000;
const LOOK_AGAIN_MS = 200;

/**
 * Reads a subject for an archive as `viewer`: by the queries that journeys are read by, so that the one decision on what
 * a clearance may see holds here too.
 */
export function exportSource(viewer: Viewer, { id, site, subject, by }: AskExport, parts: ExportParts): ExportSource {
  const { catalog, now, patience = 10_000 } = parts;
  const bytes = Buffer.from(subject, "hex");

  async function living(): Promise<SubjectFacts> {
    const facts = await catalog.subjectFacts(site, bytes);
    if (facts.erased !== null) {
      const when = new Date(facts.erased.at).toISOString().slice(0, 10);
      throw new ExportError("erased", `That subject was erased on ${when}: nothing of it is left to export`);
    }
    return facts;
  }

  return {
    async begin() {
      const until = now() + patience;
      let facts = await living();
      while (facts.waiting > 0 && now() < until) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
        facts = await living();
      }
      const summary = await summarise(viewer, { site, subject, verb: "export" }, parts);
      if (summary === null && facts.mappings === 0 && facts.keys === 0) {
        throw new ExportError("unknown", `The site ${site} has no such subject`);
      }
      const name = (await catalog.sites()).find((one) => one.id === site)?.name ?? site;
      return {
        ...{ id, by, facts, summary },
        made: now(),
        site: { id: site, name },
        subject: subject.toLowerCase(),
        clearance: viewer.clearance,
      };
    },
    page: (cursor) =>
      readEvents(
        viewer,
        { site, subject, verb: "export", limit: PAGE_EVENTS, ...(cursor !== null && { cursor }) },
        parts,
      ),
    async end() {
      await living();
    },
  };
}
