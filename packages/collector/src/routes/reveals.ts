import type { RevealList } from "../api.js";
import { asViewer, requireKnownSite } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";
import { approveBody, parseQuery, recordParam, refuseBody, revealBody, siteQuery } from "./question.js";
import { readJson } from "./read-json.js";

const EITHER = ["ask-reveals", "approve-reveals"] as const;

/** `/v1/reveals`: ask to see named classes of one subject, and decide on what others ask. */
export function revealRoutes(parts: Parts): Route[] {
  const { reveals } = parts;
  return [
    {
      path: "/v1/reveals",
      methods: {
        GET: asViewer(parts, EITHER, async (viewer, request, response) => {
          const { site } = parseQuery(siteQuery, request.query);
          await requireKnownSite(parts, viewer, site);
          const answer: RevealList = { reveals: await reveals.list(viewer, site) };
          response.json(answer);
        }),
        POST: [
          readJson,
          asViewer(parts, "ask-reveals", async (viewer, request, response) => {
            const asked = parseQuery(revealBody, request.body);
            await requireKnownSite(parts, viewer, asked.site);
            response.status(201).json(await reveals.ask(viewer, asked));
          }),
        ],
      },
    },
    {
      path: "/v1/reveals/:id",
      methods: {
        GET: asViewer(parts, EITHER, async (viewer, request, response) => {
          response.json(await reveals.read(viewer, parseQuery(recordParam, request.params).id));
        }),
        DELETE: asViewer(parts, EITHER, async (viewer, request, response) => {
          response.json(await reveals.revoke(viewer, parseQuery(recordParam, request.params).id));
        }),
      },
    },
    {
      path: "/v1/reveals/:id/approval",
      methods: {
        POST: [
          readJson,
          asViewer(parts, "approve-reveals", async (viewer, request, response) => {
            const { id } = parseQuery(recordParam, request.params);
            response.json(await reveals.approve(viewer, id, parseQuery(approveBody, request.body)));
          }),
        ],
      },
    },
    {
      path: "/v1/reveals/:id/refusal",
      methods: {
        POST: [
          readJson,
          asViewer(parts, "approve-reveals", async (viewer, request, response) => {
            const { id } = parseQuery(recordParam, request.params);
            const { reason } = parseQuery(refuseBody, request.body);
            response.json(await reveals.refuse(viewer, id, reason));
          }),
        ],
      },
    },
  ];
}
