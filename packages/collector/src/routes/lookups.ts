import { decide } from "../clearance/decide.js";
import { byViewer } from "../audit/by-viewer.js";
import { LOOKUP_LEVEL } from "../keys/contexts.js";
import { classAsked } from "../policy/index.js";
import { isCleared, NotCleared } from "../viewer.js";
import { actorOf } from "./actor-of.js";
import { asViewer, requireKnownSite } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";
import { RequestError } from "./problem.js";
import { lookupBody, parseQuery } from "./question.js";
import { readJson } from "./read-json.js";

/** `/v1/lookups`: find subjects by a value of theirs. By POST, so that the value stands in no address and no log of one. */
export function lookupsRoute(parts: Parts): Route {
  return {
    path: "/v1/lookups",
    methods: {
      POST: [
        readJson,
        asViewer(parts, "look-up", async (viewer, request, response) => {
          if (!isCleared(viewer, LOOKUP_LEVEL)) {
            throw new RequestError("not-cleared", `Looking people up takes clearance ${LOOKUP_LEVEL}`);
          }
          const lookup = parseQuery(lookupBody, request.body);
          await requireKnownSite(parts, viewer, lookup.site);
          // Whether a value is there tells as much as the value: who may not see it may not test it.
          const { site, class: name } = lookup;
          const policy = await parts.policies.current();
          const asked = classAsked(policy, site, name);
          const { verdict, rule } = decide(viewer, { verb: "look-up", ...asked });
          if (verdict !== "show") throw new NotCleared(rule);
          const answer = await parts.lookups.find(lookup, actorOf(viewer));
          const [only, another] = answer.matches;
          await parts.audit.record({
            ...{ ...byViewer(viewer, parts.now()), action: "lookup", site: lookup.site, classes: [lookup.class] },
            policy: policy.version,
            ...(only !== undefined && another === undefined && { subject: only.subject }),
            detail: { matches: answer.matches.length },
          });
          response.json(answer);
        }),
      ],
    },
  };
}
