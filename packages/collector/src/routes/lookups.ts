import type { LookupAnswer } from "../api.js";
import { byViewer } from "../audit/by-viewer.js";
import { decide } from "../clearance/decide.js";
import { LOOKUP_LEVEL } from "../keys/contexts.js";
import { classAsked } from "../policy/index.js";
import { countWithin } from "../queries/index.js";
import { isCleared, NotCleared, type Viewer } from "../viewer.js";
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
          const asked = classAsked(policy, site, name, viewer.clearance);
          const { verdict, rule } = decide(viewer, { verb: "look-up", ...asked });
          if (verdict !== "show") throw new NotCleared(rule);
          const found = await parts.lookups.find(lookup, actorOf(viewer));
          const answer = { ...found, matches: await within(viewer, site, found.matches, parts) };
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

/** Those who were ever within the viewer's jurisdictions, with as many events as lie there. */
async function within(
  viewer: Viewer,
  site: string,
  matches: LookupAnswer["matches"],
  parts: Parts,
): Promise<LookupAnswer["matches"]> {
  if (viewer.jurisdictions === "*" || matches.length === 0) return matches;
  const subjects = matches.map(({ subject }) => subject);
  const counts = await countWithin(viewer, { site, subjects }, parts);
  return matches.flatMap((match) => {
    const events = counts.get(match.subject);
    return events === undefined ? [] : [{ ...match, events }];
  });
}
