import { readEntry } from "../audit/read-entry.js";
import { listJourneys, readJourney } from "../queries/index.js";
import { asViewer, requireKnownSite } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";
import { journeyQuery, journeysQuery, parseQuery, subjectParam } from "./question.js";

/** `GET /v1/journeys` and `GET /v1/journeys/:subject`, read to the viewer's clearance. */
export function journeyRoutes(parts: Parts): Route[] {
  const { store, fields, reveals, audit, now } = parts;
  return [
    {
      path: "/v1/journeys",
      methods: {
        GET: asViewer(parts, "read-journeys", async (viewer, request, response) => {
          const asked = parseQuery(journeysQuery, request.query);
          await requireKnownSite(parts, viewer, asked.site);
          response.json(await listJourneys(viewer, asked, { store, fields }));
        }),
      },
    },
    {
      path: "/v1/journeys/:subject",
      methods: {
        GET: asViewer(parts, "read-journeys", async (viewer, request, response) => {
          const { reveal, ...question } = parseQuery(journeyQuery, request.query);
          const asked = { ...question, ...parseQuery(subjectParam, request.params) };
          await requireKnownSite(parts, viewer, asked.site);
          // Only on purpose, and once a read: what is not asked for with a reveal is read without.
          const grants = reveal === undefined ? [] : [await reveals.use(viewer, reveal, asked)];
          const reader = { ...viewer, grants };
          const { journey, policy } = await readJourney(reader, asked, { store, fields });
          const entry = readEntry(reader, { ...journey, policy, at: now() });
          // Before anything is answered: who cannot be written down reads nothing.
          if (entry !== null) await audit.record(entry);
          response.json(journey);
        }),
      },
    },
  ];
}
