import type { PolicyAnswer } from "../api/policy.js";
import { CLASS_GROUPS } from "./catalogue.js";
import type { Policy } from "./compile-policy.js";
import { jurisdictionOf, packsFor } from "./packs-for.js";
import { ruleOn } from "./rule-on.js";

const GROUP_OF = new Map<string, string>(
  Object.entries(CLASS_GROUPS).flatMap(([group, classes]) => classes.map((name) => [name, group] as const)),
);

/** What a policy makes of each class, for a site's visitors who say that they are in a country. */
export function describePolicy(policy: Policy, site: string, country: string | undefined): PolicyAnswer {
  const { places } = jurisdictionOf(policy, site, { stated: country });
  const { packs, union } = packsFor(policy, site, places);
  return {
    ...{ version: policy.version, source: policy.source, site, places, union },
    classes: [...policy.classes.keys()].map((name) => {
      const { treatment, level, rule } = ruleOn(policy, { site, class: name, places });
      return {
        ...{ class: name, group: GROUP_OF.get(name) ?? null, treatment, level, rule },
        packs: packs.flatMap(({ pack: { id }, rows }) => {
          const row = rows.get(name);
          return row === undefined ? [] : [{ id, treatment: row.treatment, level: row.level, article: row.article }];
        }),
      };
    }),
    packs: policy.packs.map(({ pack }) => {
      const { id, name, source, version, date, notice, places } = pack;
      return {
        ...{ id, name, source, version, date, notice, places },
        holds: packs.some((held) => held.pack === pack),
      };
    }),
  };
}
