import type { Request } from "express";
import { byViewer } from "../audit/by-viewer.js";
import { listEntries } from "../audit/list-entries.js";
import { catalogPages, type LogPages } from "../audit/log-pages.js";
import { verifyGrowing } from "../audit/verify-growing.js";
import { writeBundle } from "../audit/write-bundle.js";
import { showEntry } from "../audit/show-entry.js";
import type { AuditSigned, AuditStatus, AuditVerifying } from "../api.js";
import { zipArchive } from "../export/zip-archive.js";
import { NotVisible, requireRight, requireSite, type Viewer } from "../viewer.js";
import { asking } from "./asking.js";
import { asViewer } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";
import { RequestError } from "./problem.js";
import { auditQuery, entryParam, parseQuery } from "./question.js";

/** A line of JSON at a time. */
const LINES = "application/x-ndjson";

/** `/v1/audit`: who did what, how the log stands, and all of it to take away. It holds nobody's values. */
export function auditRoutes(parts: Parts): Route[] {
  const { catalog, audit, keeper, now, viewerOf, baseUrl } = parts;
  const pages = catalogPages(catalog, () => keeper.witnessText());
  /** The log's pages for one request, each only while whoever asked may still have it. */
  const pagesFor = (request: Request, mayStill: (viewer: Viewer) => void): LogPages => ({
    ...pages,
    async rows(after) {
      mayStill(await viewerOf(asking(request, baseUrl), { touch: false }));
      return pages.rows(after);
    },
  });
  const mayVerify = (viewer: Viewer) => requireRight(viewer, "read-audit");
  /** All sites stand in one chain, so whoever takes it away must be one who may see them all. */
  const mayTake = (viewer: Viewer) => {
    requireRight(viewer, "keep-audit");
    if (viewer.sites !== "*") throw new NotVisible();
  };
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
      path: "/v1/audit/entries/:seq",
      methods: {
        GET: asViewer(parts, "read-audit", async (viewer, request, response) => {
          const shown = await showEntry(catalog, parseQuery(entryParam, request.params).seq);
          const site = shown?.entry.site;
          // One of a site that is not theirs is answered as if it were not there.
          if (shown === null || (site !== undefined && !share(viewer, [site]))) throw new RequestError("not-found");
          response.json(shown);
        }),
      },
    },
    {
      path: "/v1/audit/status",
      methods: {
        GET: asViewer(parts, "read-audit", async (viewer, _request, response) => {
          const { witness, ...state } = await keeper.state();
          const kind = witness !== null && /^https?:/i.test(witness.place) ? "http" : "file";
          const answer: AuditStatus = {
            ...state,
            witness: witness && { kind, lag: witness.lag, failing: witness.failing },
            actors: [
              ...(await catalog.people()).map((one) => ({ ...one, kind: "person" as const })),
              ...(await catalog.tokens()).map((one) => ({ ...one, kind: "token" as const })),
            ].flatMap(({ id, name, kind, sites }) => (share(viewer, sites) ? [{ id, name, kind }] : [])),
            keeps: viewer.rights.includes("keep-audit"),
            bundle: viewer.rights.includes("keep-audit") && viewer.sites === "*",
          };
          response.json(answer);
        }),
      },
    },
    {
      path: "/v1/audit/verify",
      methods: {
        POST: asViewer(parts, "read-audit", async (_viewer, request, response) => {
          const key = await keeper.key();
          const source = { ...pagesFor(request, mayVerify), key: () => Promise.resolve(key) };
          if (request.accepts(["application/json", LINES]) !== LINES) {
            return void response.json(await verifyGrowing(source));
          }
          const { seq: of } = await catalog.auditTail();
          const tell = (line: AuditVerifying) => void response.write(`${JSON.stringify(line)}\n`);
          response.type(LINES);
          tell({ entries: 0, of });
          tell({ result: await verifyGrowing(source, (entries) => tell({ entries, of: Math.max(of, entries) })) });
          response.end();
        }),
      },
    },
    {
      path: "/v1/audit/checkpoints",
      methods: {
        POST: asViewer(parts, "keep-audit", async (viewer, _request, response) => {
          await audit.record({ ...byViewer(viewer, now()), action: "audit.sign" });
          await keeper.sign();
          const signed = await catalog.lastCheckpoint();
          if (signed === null) throw new RequestError("unavailable");
          const { seq, at, hash, kid, signature } = signed;
          const answer: AuditSigned = {
            ...{ seq, at, kid },
            hash: hash.toString("base64url"),
            signature: signature.toString("base64url"),
          };
          response.status(201).json(answer);
        }),
      },
    },
    {
      path: "/v1/audit/bundle",
      methods: {
        GET: asViewer(parts, "keep-audit", async (viewer, request, response) => {
          mayTake(viewer);
          await audit.record({ ...byViewer(viewer, now()), action: "audit.export" });
          await keeper.sign();
          const { publicKey, kid } = await keeper.key();
          const made = now();
          const name = `wayseal-audit-${new Date(made).toISOString().slice(0, 10)}.zip`;
          response.set("Content-Disposition", `attachment; filename="${name}"`).type("application/zip");
          if (request.method === "HEAD") return void response.end();
          const source = { ...pagesFor(request, mayTake), made, key: { x: publicKey.toString("base64url"), kid } };
          const archive = zipArchive({ to: response, made: new Date(made), discard: () => Promise.resolve() });
          await writeBundle(source, archive);
        }),
      },
    },
  ];
}

function share({ sites }: Viewer, others: "*" | readonly string[]): boolean {
  return sites === "*" || others === "*" || others.some((site) => sites.includes(site));
}
