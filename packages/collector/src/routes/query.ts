import { loss, trends } from "../queries/index.js";
import { asViewer, requireKnownSite } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";
import { lossBody, parseQuery, trendsBody } from "./question.js";
import { readJson } from "./read-json.js";

/** `POST /v1/query/trends` and `POST /v1/query/loss`. */
export function queryRoutes(parts: Parts): Route[] {
  const { store, fields, catalog, groups } = parts;
  return [
    {
      path: "/v1/query/trends",
      methods: {
        POST: [
          readJson,
          asViewer(parts, "query", async (viewer, request, response) => {
            const asked = parseQuery(trendsBody, request.body);
            await requireKnownSite(parts, viewer, asked.site);
            response.json(await trends(viewer, asked, { store, fields, groups }));
          }),
        ],
      },
    },
    {
      path: "/v1/query/loss",
      methods: {
        POST: [
          readJson,
          asViewer(parts, "query", async (viewer, request, response) => {
            const asked = parseQuery(lossBody, request.body);
            await requireKnownSite(parts, viewer, asked.site);
            response.json(await loss(viewer, asked, { catalog, groups }));
          }),
        ],
      },
    },
  ];
}
