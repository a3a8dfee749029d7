import { isSiteId } from "@wayseal/protocol";
import type { Parts, Route } from "./parts.js";
import { RequestError } from "./problem.js";

/** Seconds that browsers and proxies may keep a key set. Its own `expires` says how long it may be used. */
const CACHE_SECONDS = 300;

/** `GET /v1/sites/:site/keys`: the site's key set, a compact JWS (docs/protocol.md). Public. */
export function keysRoute({ keySets }: Parts): Route {
  return {
    path: "/v1/sites/:site/keys",
    open: true,
    methods: {
      async GET(request, response) {
        const site = String(request.params["site"]);
        const set = isSiteId(site) ? await keySets.get(site) : null;
        if (set === null) throw new RequestError("unknown-site");
        response
          .set("Cache-Control", `public, max-age=${CACHE_SECONDS}`)
          // The media type of a compact JWS, RFC 7515 section 9.2.1.
          .type("application/jose")
          .send(set.jws);
      },
    },
  };
}
