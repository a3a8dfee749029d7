import { isSiteId } from "@wayseal/protocol";
import { z } from "zod";
import type { PreviewExplained, PreviewMade } from "../api/previews.js";
import { byViewer } from "../audit/by-viewer.js";
import { captureShare } from "../policy/capture-share.js";
import { explain } from "../policy/explain.js";
import { asViewer, requireKnownSite } from "./as-viewer.js";
import { limitRate } from "./limit-rate.js";
import type { Parts, Route } from "./parts.js";
import { RequestError } from "./problem.js";
import { parseQuery } from "./question.js";
import { readBody } from "./read-body.js";
import { readJson } from "./read-json.js";

/** A page asks once, and again when it grows. Codes cannot be guessed; this is so that nobody tries. */
const PER_MINUTE = 120;
const BODY_BYTES = 256 * 1024;
/** In the page's address. */
const PARAMETER = "wayseal-preview";

const makeBody = z.strictObject({ site: z.string().refine(isSiteId, "must be a site id"), address: z.url().max(4096) });
const name = z.string().max(512);
const secret = z.string().min(1).max(64);
const explainBody = z
  .strictObject({
    code: secret.optional(),
    pass: secret.optional(),
    fields: z.array(z.strictObject({ form: name, field: name, class: z.string().max(64) })).max(500),
  })
  .refine(({ code, pass }) => (code === undefined) !== (pass === undefined), "say either code or pass");

/** `/v1/previews`: links that show in a page what would be captured of it, for whoever keeps the policy. */
export function previewRoutes(parts: Parts): Route[] {
  const { previews, policies, catalog, audit, limits, now } = parts;

  const read = async (text: Buffer) => {
    try {
      return JSON.parse(text.toString("utf8")) as unknown;
    } catch {
      throw new RequestError("invalid", "Send JSON");
    }
  };

  return [
    {
      path: "/v1/previews",
      methods: {
        POST: [
          readJson,
          asViewer(parts, "manage-policy", async (viewer, request, response) => {
            const { site: id, address: given } = parseQuery(makeBody, request.body);
            await requireKnownSite(parts, viewer, id);
            const address = new URL(given);
            if (!/^https?:$/.test(address.protocol))
              throw new RequestError("invalid", "address: must be http or https");
            const site = (await catalog.sites()).find((one) => one.id === id);
            if (!site?.origins.some((origin) => origin === "*" || origin === address.origin)) {
              throw new RequestError("origin", "address: its origin is not among the site's");
            }
            const { id: preview, code, expires } = previews.make(id, address.origin);
            const detail = { preview, origin: address.origin };
            await audit.record({ ...byViewer(viewer, now()), action: "preview.make", site: id, detail });
            address.searchParams.set(PARAMETER, code);
            response.status(201).json({ address: address.href, expires } satisfies PreviewMade);
          }),
        ],
      },
    },
    {
      path: "/v1/previews/explain",
      open: true,
      methods: {
        POST: [
          limitRate(PER_MINUTE),
          async (request, response) => {
            // A simple request, as the page's events are: its content policy and ours let it through.
            const body = await readBody(request, { limit: BODY_BYTES, ms: limits.bodyMs });
            const { code, pass, fields } = parseQuery(explainBody, await read(body));
            const origin = request.headers.origin ?? "";
            const redeemed = code === undefined ? null : previews.redeem(code, origin);
            const preview = redeemed ?? (pass === undefined ? null : previews.check(pass, origin));
            if (preview === null) throw new RequestError("link-used");
            const { id, site, expires } = preview;
            if (redeemed !== null) {
              // Who opens a link has the code, and says no more of who they are.
              const who = { actor: "unknown", kind: "person" } as const;
              await audit.record({ at: now(), ...who, action: "preview.open", site, detail: { preview: id, origin } });
            }
            const policy = await policies.current();
            const answer: PreviewExplained = {
              ...{ site, pass: redeemed?.pass ?? null, expires, version: policy.version },
              share: captureShare(policy, site) ?? null,
              fields: fields.map(({ form, field, class: name }) => {
                const { treatment, level, rule, viewing } = explain(policy, { site, form, field, class: name });
                return { treatment, level, rule, viewing: viewing.verdict };
              }),
            };
            response.json(answer);
          },
        ],
      },
    },
  ];
}
