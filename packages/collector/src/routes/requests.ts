import { audited } from "../audit/audited.js";
import { byViewer } from "../audit/by-viewer.js";
import type { RequestAnswer, RequestList } from "../api.js";
import { JURISDICTIONS } from "../requests/jurisdictions.js";
import { REQUEST_LEVEL } from "../requests/create-requests.js";
import { requireMove } from "../requests/request-moves.js";
import { isCleared, requireRight, requireSite, type Viewer } from "../viewer.js";
import { viewerOfPerson } from "../people/viewer-of.js";
import type { RequestKind } from "../ports/requests.js";
import { actorOf } from "./actor-of.js";
import { asViewer, requireKnownSite } from "./as-viewer.js";
import { sayWhyNot } from "./erasures.js";
import type { Parts, Route } from "./parts.js";
import { RequestError } from "./problem.js";
import { moveBody, parseQuery, recordParam, requestBody, requestsQuery } from "./question.js";
import { readJson } from "./read-json.js";

/** `/v1/requests`: the queue of people's requests under data protection laws, and what is done about each. */
export function requestRoutes(parts: Parts): Route[] {
  const { requests, erasures, exports, catalog, audit, now, policies } = parts;

  /** How a person is reached is confidential: whoever reads it is written down first. */
  const contactRead = (
    viewer: Viewer,
    site: string,
    detail: { readonly request?: string; readonly requests?: number },
  ) => audit.record({ ...byViewer(viewer, now()), action: "read", site, classes: ["contact"], detail });

  /** The same of an answer that is one request, whatever was asked. */
  async function noteContact(viewer: Viewer, { id, site, contact }: RequestAnswer): Promise<void> {
    if (contact !== null) await contactRead(viewer, site, { request: id });
  }

  /** @throws {RequestError | NotVisible} If there is no such request among the viewer's sites. */
  async function find(viewer: Viewer, params: unknown) {
    requireHandler(viewer);
    const request = await requests.read(parseQuery(recordParam, params).id);
    if (request === null) throw new RequestError("not-found");
    requireSite(viewer, request.site);
    return request;
  }

  /** The same, where its person is known and checked to be whom they say they are. */
  async function findSubject(viewer: Viewer, params: unknown, move: "exported" | "erased") {
    const request = await find(viewer, params);
    requireMove(request, move);
    if (request.subject === null) throw new RequestError("conflict", "Link the request to a subject first");
    return { ...request, subject: request.subject };
  }

  return [
    {
      path: "/v1/requests",
      methods: {
        GET: asViewer(parts, "handle-requests", async (viewer, request, response) => {
          requireHandler(viewer);
          const { site, closed } = parseQuery(requestsQuery, request.query);
          await requireKnownSite(parts, viewer, site);
          const people = (await catalog.people()).filter((person) => {
            const { clearance, sites, rights } = viewerOfPerson(person);
            return (
              !person.disabled &&
              rights.includes("handle-requests") &&
              isCleared({ clearance }, REQUEST_LEVEL) &&
              (sites === "*" || sites.includes(site))
            );
          });
          const answer: RequestList = {
            requests: await requests.list(site, closed !== "true"),
            jurisdictions: JURISDICTIONS.map(({ id, name, kinds }) => ({
              ...{ id, name },
              kinds: Object.keys(kinds) as RequestKind[],
            })),
            handlers: people.map(({ id, name }) => ({ id, name })),
          };
          const reached = answer.requests.filter(({ contact }) => contact !== null).length;
          if (reached > 0) await contactRead(viewer, site, { requests: reached });
          response.json(answer);
        }),
        POST: [
          readJson,
          asViewer(parts, "handle-requests", async (viewer, request, response) => {
            requireHandler(viewer);
            const asked = parseQuery(requestBody, request.body);
            const { site, kind } = asked;
            await requireKnownSite(parts, viewer, site);
            const entry = { ...byViewer(viewer, now()), action: "request.add", site, detail: { of: kind } } as const;
            const add = () => requests.add(asked, actorOf(viewer));
            const answer = await audited(audit, entry, add, ({ id }) => ({ request: id }));
            await noteContact(viewer, answer);
            response.status(201).json(answer);
          }),
        ],
      },
    },
    {
      path: "/v1/requests/:id",
      methods: {
        GET: asViewer(parts, "handle-requests", async (viewer, request, response) => {
          const answer = await find(viewer, request.params);
          await noteContact(viewer, answer);
          response.json(answer);
        }),
      },
    },
    {
      path: "/v1/requests/:id/moves",
      methods: {
        POST: [
          readJson,
          asViewer(parts, "handle-requests", async (viewer, request, response) => {
            const { id, site } = await find(viewer, request.params);
            const move = parseQuery(moveBody, request.body);
            const detail = { request: id, move: move.move };
            const entry = { ...byViewer(viewer, now()), action: "request.move", site, detail } as const;
            const answer = await audited(audit, entry, () => requests.move(id, move, actorOf(viewer)));
            await noteContact(viewer, answer);
            response.json(answer);
          }),
        ],
      },
    },
    {
      path: "/v1/requests/:id/exports",
      methods: {
        POST: asViewer(parts, "handle-requests", async (viewer, request, response) => {
          const { id, site, subject } = await findSubject(viewer, request.params, "exported");
          const detail = { clearance: viewer.clearance, request: id };
          const { version: policy } = await policies.current();
          const entry = { ...byViewer(viewer, now()), action: "export", site, subject, policy, detail } as const;
          const start = () => exports.start(viewer, { site, subject });
          const made = await audited(audit, entry, start, (export_) => ({ export: export_.id }));
          await requests.move(id, { move: "exported", ref: made.id }, actorOf(viewer));
          response.status(202).json(made);
        }),
      },
    },
    {
      path: "/v1/requests/:id/erasures",
      methods: {
        POST: asViewer(parts, "handle-requests", async (viewer, request, response) => {
          requireRight(viewer, "erase");
          const { id, site, subject } = await findSubject(viewer, request.params, "erased");
          const by = actorOf(viewer);
          const asked = { site, subject: Buffer.from(subject, "hex"), by };
          const entry = {
            ...byViewer(viewer, now()),
            action: "erase",
            site,
            subject,
            detail: { request: id },
          } as const;
          const erase = () => erasures.erase(asked).catch(sayWhyNot);
          const erased = await audited(audit, entry, erase, (erasure) => ({ erasure: erasure.id }));
          await requests.move(id, { move: "erased", ref: erased.id }, by);
          response.status(201).json(erased);
        }),
      },
    },
  ];
}

/** A request tells how a person is reached. @throws {RequestError} */
function requireHandler(viewer: Viewer): void {
  if (!isCleared(viewer, REQUEST_LEVEL)) {
    throw new RequestError("not-cleared", `Handling requests takes clearance ${REQUEST_LEVEL}`);
  }
}
