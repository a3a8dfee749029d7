import { audited } from "../audit/audited.js";
import { byViewer } from "../audit/by-viewer.js";
import { CatalogError } from "../ports/catalog.js";
import { requireSite, type Viewer } from "../viewer.js";
import { actorOf } from "./actor-of.js";
import { asViewer, requireKnownSite } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";
import { RequestError } from "./problem.js";
import { holdBody, holdParam, holdsQuery, parseQuery } from "./question.js";
import { readJson } from "./read-json.js";

/** `/v1/holds`: keep a subject from being erased and purged, see who is, and end it. Whoever may erase may do so. */
export function holdRoutes(parts: Parts): Route[] {
  const { holds, audit, now } = parts;
  return [
    {
      path: "/v1/holds",
      methods: {
        GET: asViewer(parts, "erase", async (viewer, request, response) => {
          const { site, all = "false" } = parseQuery(holdsQuery, request.query);
          if (site !== undefined) await requireKnownSite(parts, viewer, site);
          response.json({ holds: await holds.list(site ?? viewer.sites, all === "true" ? "all" : "active") });
        }),
        POST: [
          readJson,
          asViewer(parts, "erase", async (viewer, request, response) => {
            const { site, subject, reason } = parseQuery(holdBody, request.body);
            await requireKnownSite(parts, viewer, site);
            const asked = { site, subject: Buffer.from(subject, "hex"), reason, by: actorOf(viewer) };
            const entry = { ...byViewer(viewer, now()), action: "hold", site, subject } as const;
            const held = await audited(
              audit,
              entry,
              () => holds.add(asked),
              ({ id }) => ({ hold: id }),
            ).catch((error: unknown) => {
              const unknown = error instanceof CatalogError && error.fault === "missing";
              throw unknown ? new RequestError("unknown-subject") : error;
            });
            response.status(201).json(held);
          }),
        ],
      },
    },
    {
      path: "/v1/holds/:id",
      methods: {
        GET: asViewer(parts, "erase", async (viewer, request, response) => {
          response.json(await theirs(viewer, parseQuery(holdParam, request.params).id));
        }),
        DELETE: asViewer(parts, "erase", async (viewer, request, response) => {
          const { id, site, subject } = await theirs(viewer, parseQuery(holdParam, request.params).id);
          const entry = {
            ...byViewer(viewer, now()),
            action: "hold.release",
            site,
            subject,
            detail: { hold: id },
          } as const;
          response.json(await audited(audit, entry, () => holds.release(id, actorOf(viewer))));
        }),
      },
    },
  ];

  async function theirs(viewer: Viewer, id: string) {
    const hold = await holds.read(id);
    if (hold === null) throw new RequestError("not-found");
    requireSite(viewer, hold.site);
    return hold;
  }
}
