import { listJourneys, readJourney } from "../queries/index.js";
import { asViewer, requireKnownSite } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";
import { journeyQuery, journeysQuery, parseQuery, subjectParam } from "./question.js";

/** `GET /v1/journeys` and `GET /v1/journeys/:subject`, read to the viewer's clearance. */
export function journeyRoutes(parts: Parts): Route[] {
  const { store, fields } = parts;
  return [
    {
      path: "/v1/journeys",
      methods: {
        GET: asViewer(parts, "read-journeys", async (viewer, request, response) => {
          const asked = parseQuery(journeysQuery, request.query);
          await requireKnownSite(parts, viewer, asked.site);
          response.json(await listJourneys(viewer, asked, { store }));
        }),
      },
    },
    {
      path: "/v1/journeys/:subject",
      methods: {
        GET: asViewer(parts, "read-journeys", async (viewer, request, response) => {
          const asked = {
            ...parseQuery(journeyQuery, request.query),
            ...parseQuery(subjectParam, request.params),
          };
          await requireKnownSite(parts, viewer, asked.site);
          response.json(await readJourney(viewer, asked, { store, fields }));
        }),
      },
    },
  ];
}
