import { byViewer } from "../audit/by-viewer.js";
import { listEntries } from "../audit/list-entries.js";
import { catalogPages } from "../audit/log-pages.js";
import { verifyGrowing } from "../audit/verify-growing.js";
import { writeBundle } from "../audit/write-bundle.js";
import type { AuditStatus } from "../api.js";
import { zipArchive } from "../export/zip-archive.js";
import { NotVisible, requireSite } from "../viewer.js";
import { asViewer } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";
import { auditQuery, parseQuery } from "./question.js";

/** `/v1/audit`: who did what, how the log stands, and all of it to take away. It holds nobody's values. */
export function auditRoutes(parts: Parts): Route[] {
  const { catalog, audit, keeper, now } = parts;
  const pages = catalogPages(catalog, () => keeper.witnessText());
  return [
    {
      path: "/v1/audit",
      methods: {
        GET: asViewer(parts, "read-audit", async (viewer, request, response) => {
          const { limit = 50, ...filter } = parseQuery(auditQuery, request.query);
          if (filter.site !== undefined) requireSite(viewer, filter.site);
          const theirs = viewer.sites === "*" ? filter : { ...filter, sites: viewer.sites };
          response.json(await listEntries(catalog, theirs, limit));
        }),
      },
    },
    {
      path: "/v1/audit/status",
      methods: {
        GET: asViewer(parts, "read-audit", async (_viewer, _request, response) => {
          const { witness, ...state } = await keeper.state();
          const kind = witness !== null && /^https?:/i.test(witness.place) ? "http" : "file";
          const answer: AuditStatus = {
            ...state,
            witness: witness && { kind, lag: witness.lag, failing: witness.failing },
          };
          response.json(answer);
        }),
      },
    },
    {
      path: "/v1/audit/verify",
      methods: {
        POST: asViewer(parts, "read-audit", async (_viewer, _request, response) => {
          response.json(await verifyGrowing({ ...pages, key: () => keeper.key() }));
        }),
      },
    },
    {
      path: "/v1/audit/bundle",
      methods: {
        // All sites stand in one chain, so whoever takes it away must be one who may see them all.
        GET: asViewer(parts, "read-audit", async (viewer, request, response) => {
          if (viewer.sites !== "*") throw new NotVisible();
          await audit.record({ ...byViewer(viewer, now()), action: "audit.export" });
          await keeper.sign();
          const { publicKey, kid } = await keeper.key();
          const made = now();
          const name = `wayseal-audit-${new Date(made).toISOString().slice(0, 10)}.zip`;
          response.set("Content-Disposition", `attachment; filename="${name}"`).type("application/zip");
          if (request.method === "HEAD") return void response.end();
          const source = { ...pages, made, key: { x: publicKey.toString("base64url"), kid } };
          const archive = zipArchive({ to: response, made: new Date(made), discard: () => Promise.resolve() });
          await writeBundle(source, archive);
        }),
      },
    },
  ];
}
