import { whatWraps } from "../admin/kek-listed.js";
import { listedRoots } from "../admin/listed-roots.js";
import { listedSigning } from "../admin/listed-signing.js";
import { otherKeys } from "../admin/other-keys.js";
import { recipientsOf } from "../admin/recipient-keys.js";
import type { KeysAnswer } from "../api.js";
import { asViewer, requireKnownSite } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";
import { parseQuery, siteQuery } from "./question.js";

/** `GET /v1/keys`: what keys there are for a site, how old they are, and what depends on them. Never a private half. */
export function keyListRoute(parts: Parts): Route {
  const { catalog, policies, root } = parts;
  return {
    path: "/v1/keys",
    methods: {
      GET: asViewer(parts, "manage-keys", async (viewer, request, response) => {
        const { site } = parseQuery(siteQuery, request.query);
        await requireKnownSite(parts, viewer, site);
        const [deks, keks] = [await catalog.dekCounts(), await catalog.keks()];
        const answer: KeysAnswer = {
          site,
          ...(await listedRoots({ catalog, root }, await whatWraps({ catalog }, keks))),
          signing: listedSigning(await catalog.publishedKeys(site), await policies.current()),
          recipients: (await recipientsOf({ catalog }, site)).map(
            ({ kid, state, created, since, due, ready, quietSince, compromised, lastUse, events, streams }) => ({
              ...{ kid, state, created, since, due, ready, quietSince, compromised, lastUse, events, streams },
            }),
          ),
          keks: keks
            .filter((kek) => kek.site === site)
            .map(({ id, level, month, generation, state, created, used, destroyed, successor }) => ({
              ...{ id, level, month, generation, state, created, used, destroyed },
              deks: deks.get(id) ?? 0,
              moving: successor !== null,
            })),
          others: await otherKeys(parts, site),
        };
        response.json(answer);
      }),
    },
  };
}
