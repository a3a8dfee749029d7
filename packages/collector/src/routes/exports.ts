import { pipeline } from "node:stream/promises";
import { audited } from "../audit/audited.js";
import { byViewer } from "../audit/by-viewer.js";
import { isCleared } from "../viewer.js";
import { asViewer, requireKnownSite } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";
import { RequestError } from "./problem.js";
import { exportBody, parseQuery, recordParam } from "./question.js";
import { readJson } from "./read-json.js";

/** `/v1/exports`: what is held about a subject as an archive, read to the clearance of whoever asks. */
export function exportRoutes(parts: Parts): Route[] {
  const { exports, audit, now, policies } = parts;
  return [
    {
      path: "/v1/exports",
      methods: {
        POST: [
          readJson,
          asViewer(parts, "export", async (viewer, request, response) => {
            const { site, subject, clearance } = parseQuery(exportBody, request.body);
            await requireKnownSite(parts, viewer, site);
            if (clearance !== undefined && !isCleared(viewer, clearance)) throw new RequestError("not-cleared");
            const ask = { site, subject, ...(clearance !== undefined && { clearance }) };
            const detail = { clearance: clearance ?? viewer.clearance };
            const { version: policy } = await policies.current();
            const entry = { ...byViewer(viewer, now()), action: "export", site, subject, policy, detail } as const;
            const made = await audited(
              audit,
              entry,
              () => exports.start(viewer, ask),
              ({ id }) => ({ export: id }),
            );
            response.status(202).json(made);
          }),
        ],
      },
    },
    {
      path: "/v1/exports/:id",
      methods: {
        GET: asViewer(parts, "export", async (viewer, request, response) => {
          const answer = exports.read(viewer, parseQuery(recordParam, request.params).id);
          if (answer === null) throw new RequestError("not-found");
          response.json(answer);
        }),
      },
    },
    {
      path: "/v1/exports/:id/archive",
      methods: {
        GET: asViewer(parts, "export", async (viewer, request, response) => {
          const { id } = parseQuery(recordParam, request.params);
          const archive = await exports.open(viewer, id);
          const answer = exports.read(viewer, id);
          if (archive === null || answer === null) throw new RequestError("not-found");
          const { site, subject } = answer;
          const { classes, policy, policies = [], shown = 0, masked = 0 } = exports.holds(viewer, id) ?? {};
          await audit.record({
            ...{ ...byViewer(viewer, now()), action: "export.fetch", site, subject },
            ...(classes !== undefined && { classes }),
            ...(policy !== undefined && { policy }),
            // Where another was applied while it was made.
            detail: {
              export: id,
              shown,
              masked,
              ...(policies.length > 1 && { policies: policies.join(",").slice(-256) }),
            },
          });
          response.set("Content-Disposition", `attachment; filename="wayseal-export-${id}.zip"`);
          response.type("application/zip");
          if (request.method === "HEAD") return void response.end();
          const { content, ended } = archive;
          await pipeline(content, response, { signal: ended }).catch((error: unknown) => {
            throw ended.aborted ? ended.reason : error;
          });
        }),
      },
    },
  ];
}
