import type { SitesAnswer } from "../api.js";
import type { Site } from "../ports/catalog.js";
import type { Viewer } from "../viewer.js";
import { asViewer } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";

/** `GET /v1/sites`: the sites that the viewer may ask about. */
export function sitesRoute(parts: Parts): Route {
  return {
    path: "/v1/sites",
    methods: {
      GET: asViewer(parts, "signed-in", async (viewer, _request, response) => {
        const answer: SitesAnswer = { sites: visibleSites(viewer.sites, await parts.catalog.sites()) };
        response.json(answer);
      }),
    },
  };
}

export function visibleSites(
  allowed: Viewer["sites"],
  sites: readonly Site[],
): readonly { readonly id: string; readonly name: string }[] {
  return sites.filter(({ id }) => allowed === "*" || allowed.includes(id)).map(({ id, name }) => ({ id, name }));
}
