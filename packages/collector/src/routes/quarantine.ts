import type { RequestHandler } from "express";
import type { QuarantineChoice } from "../api/quarantine.js";
import { audited } from "../audit/audited.js";
import { byViewer } from "../audit/by-viewer.js";
import type { AuditAction, AuditEntry } from "../ports/audit.js";
import { chosen } from "../quarantine/chosen.js";
import { NotCleared, type Viewer } from "../viewer.js";
import { asViewer, requireKnownSite } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";
import { parseQuery, quarantinedParam, quarantineBody, quarantineQuery, siteQuery } from "./question.js";
import { readJson } from "./read-json.js";

const RIGHT = "mend-quarantine";

/** `/v1/quarantine`: see what was refused and why, take it in after all, or drop it. Each is written down first. */
export function quarantineRoutes(parts: Parts): Route[] {
  const { quarantine, audit, now } = parts;
  const entryOf = (viewer: Viewer, action: AuditAction, site: string, detail: AuditEntry["detail"] = {}) => ({
    ...byViewer(viewer, now()),
    ...{ action, site, detail },
  });
  return [
    {
      path: "/v1/quarantine",
      methods: {
        GET: asViewer(parts, RIGHT, async (viewer, request, response) => {
          const { site, ...more } = parseQuery(quarantineQuery, request.query);
          await requireAll(viewer, site);
          const entry = entryOf(viewer, "quarantine.read", site, { list: true });
          response.json(await audited(audit, entry, () => quarantine.list(site, more)));
        }),
      },
    },
    {
      path: "/v1/quarantine/replay",
      methods: {
        POST: changing(
          "quarantine.replay",
          (which) => quarantine.replay(which),
          ({ stored, duplicates, refused }) => ({ stored, duplicates, refused: refused.length }),
        ),
      },
    },
    {
      path: "/v1/quarantine/drop",
      methods: {
        POST: changing(
          "quarantine.drop",
          (which) => quarantine.drop(which),
          ({ dropped }) => ({ dropped }),
        ),
      },
    },
    {
      path: "/v1/quarantine/:record",
      methods: {
        GET: asViewer(parts, RIGHT, async (viewer, request, response) => {
          const { record } = parseQuery(quarantinedParam, request.params);
          const { site } = parseQuery(siteQuery, request.query);
          await requireAll(viewer, site);
          const entry = entryOf(viewer, "quarantine.read", site, { record });
          response.json(await audited(audit, entry, () => quarantine.read(site, record)));
        }),
      },
    },
  ];

  /** Does something to the records that are named, and writes down before what is to be done, and after how many it met. */
  function changing<Answer>(
    action: AuditAction,
    act: (which: QuarantineChoice) => Promise<Answer>,
    made: (answer: Answer) => NonNullable<AuditEntry["detail"]>,
  ): RequestHandler[] {
    return [
      readJson,
      asViewer(parts, RIGHT, async (viewer, request, response) => {
        const which = parseQuery(quarantineBody, request.body);
        await requireAll(viewer, which.site);
        const entry = entryOf(viewer, action, which.site, chosen(which));
        response.json(await audited(audit, entry, () => act(which), made));
      }),
    ];
  }

  /** Whose law holds for a refused record is not known for sure, so it is for those alone who may see every place's. */
  async function requireAll(viewer: Viewer, site: string): Promise<void> {
    await requireKnownSite(parts, viewer, site);
    if (viewer.jurisdictions !== "*") {
      throw new NotCleared("Quarantine is for whoever may see visitors of every jurisdiction");
    }
  }
}
