import { sinceOf } from "../admin/keys.js";
import { otherKeys } from "../admin/other-keys.js";
import { recipientsOf } from "../admin/recipient-keys.js";
import type { KeysAnswer } from "../api.js";
import { asViewer, requireKnownSite } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";
import { parseQuery, siteQuery } from "./question.js";

/** `GET /v1/keys`: what keys there are for a site, how old they are, and what depends on them. Never a private half. */
export function keyListRoute(parts: Parts): Route {
  const { catalog, root } = parts;
  return {
    path: "/v1/keys",
    methods: {
      GET: asViewer(parts, "manage-keys", async (viewer, request, response) => {
        const { site } = parseQuery(siteQuery, request.query);
        await requireKnownSite(parts, viewer, site);
        const [deks, signing] = [await catalog.dekCounts(), await catalog.signingKey(site)];
        const since = sinceOf(await catalog.rootNotes());
        const base = await root();
        const answer: KeysAnswer = {
          site,
          root: { ...base, since: since(base.id) },
          levels: (await catalog.levelKeys()).map(({ level, root, state, created }) => ({
            level,
            root,
            since: since(root),
            state,
            created,
          })),
          signing: signing && {
            ...{ version: signing.version, created: signing.created },
            key: signing.publicKey.toString("base64url"),
            held: signing.wrapped !== null,
          },
          recipients: (await recipientsOf({ catalog }, site)).map(
            ({ kid, state, created, since, due, quietSince, compromised, lastUse, events, streams }) => ({
              ...{ kid, state, created, since, due, quietSince, compromised, lastUse, events, streams },
            }),
          ),
          keks: (await catalog.keks(site)).map(
            ({ id, level, month, generation, state, created, used, destroyed, successor }) => ({
              ...{ id, level, month, generation, state, created, used, destroyed },
              deks: deks.get(id) ?? 0,
              moving: successor !== null,
            }),
          ),
          others: await otherKeys(parts, site),
        };
        response.json(answer);
      }),
    },
  };
}
