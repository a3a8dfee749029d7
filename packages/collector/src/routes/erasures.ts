import { audited } from "../audit/audited.js";
import { byViewer } from "../audit/by-viewer.js";
import { CatalogError } from "../ports/catalog.js";
import { requireSite } from "../viewer.js";
import { actorOf } from "./actor-of.js";
import { asViewer, requireKnownSite } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";
import { RequestError } from "./problem.js";
import { eraseBody, erasureParam, parseQuery, siteQuery } from "./question.js";
import { readJson } from "./read-json.js";

const MOST = 200;

/** `/v1/erasures`: erase a subject, and follow what becomes of it; `/v1/receipt-key`: what its receipts are checked with. */
export function erasureRoutes(parts: Parts): Route[] {
  const { erasures, audit, now } = parts;
  return [
    {
      path: "/v1/erasures",
      methods: {
        GET: asViewer(parts, "erase", async (viewer, request, response) => {
          const { site } = parseQuery(siteQuery, request.query);
          await requireKnownSite(parts, viewer, site);
          response.json({ erasures: await erasures.list(site, MOST) });
        }),
        POST: [
          readJson,
          asViewer(parts, "erase", async (viewer, request, response) => {
            const { site, subject, ...lookup } = parseQuery(eraseBody, request.body);
            await requireKnownSite(parts, viewer, site);
            const asked = { site, subject: Buffer.from(subject, "hex"), by: actorOf(viewer), ...lookup };
            const entry = { ...byViewer(viewer, now()), action: "erase", site, subject } as const;
            const erased = await audited(
              audit,
              entry,
              () => erasures.erase(asked).catch(sayWhyNot),
              ({ id }) => ({ erasure: id }),
            );
            response.status(201).json(erased);
          }),
        ],
      },
    },
    {
      path: "/v1/erasures/:id",
      methods: {
        GET: asViewer(parts, "erase", async (viewer, request, response) => {
          const answer = await erasures.read(parseQuery(erasureParam, request.params).id);
          if (answer === null) throw new RequestError("not-found");
          requireSite(viewer, answer.site);
          response.json(answer);
        }),
      },
    },
    {
      path: "/v1/receipt-key",
      methods: {
        GET: asViewer(parts, "signed-in", async (_viewer, _request, response) => {
          const { kid, publicKey } = await erasures.key();
          response.json({ kty: "OKP", crv: "Ed25519", x: publicKey.toString("base64url"), kid });
        }),
      },
    },
  ];
}

/** @throws {RequestError} Why a subject was not erased, and any other error as it is. */
export function sayWhyNot(error: unknown): never {
  if (!(error instanceof CatalogError)) throw error;
  if (error.fault === "missing") throw new RequestError("unknown-subject");
  throw error.fault === "held" ? new RequestError("held", error.message) : error;
}
