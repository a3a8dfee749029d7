import type { InstallAnswer } from "../api.js";
import { asViewer, requireKnownSite } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";

/** `GET /v1/sites/:site/install`: what the site's tags are made of. All of it is public once a page carries it. */
export function installRoute(parts: Parts): Route {
  return {
    path: "/v1/sites/:site/install",
    methods: {
      GET: asViewer(parts, "signed-in", async (viewer, request, response) => {
        const site = String(request.params["site"]);
        await requireKnownSite(parts, viewer, site);
        const signing = await parts.catalog.signingKey(site);
        const script = await parts.scripts.current();
        const answer: InstallAnswer = {
          key: signing?.publicKey.toString("base64url") ?? "",
          version: script?.version ?? null,
          integrity: script?.integrity ?? null,
        };
        response.json(answer);
      }),
    },
  };
}
