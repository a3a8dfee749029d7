import type { PolicyAnswer, PolicyClass, PolicyEntry, PolicyLists } from "../api/policy.js";
import type { Retention } from "../settings/settings.js";
import { isNever } from "./capture-share.js";
import { CLASS_GROUPS } from "./catalogue.js";
import type { Entry, Lists, Policy } from "./compile-policy.js";
import { asList } from "./file/as-list.js";
import type { Selector, ViewedSelector } from "./file/policy-file.js";
import { jurisdictionOf, packsFor } from "./packs-for.js";
import { retentionInForce } from "./retention-in-force.js";
import { ruleOn } from "./rule-on.js";
import { viewingRule } from "./viewing-rule.js";

const GROUP_OF = new Map<string, string>(
  Object.entries(CLASS_GROUPS).flatMap(([group, classes]) => classes.map((name) => [name, group] as const)),
);

/** Who applied a policy, and when, is told by whoever keeps versions. */
export type Described = Omit<PolicyAnswer, "applied" | "by" | "name" | "appliable">;

/**
 * What a policy makes of each class, for a site's visitors who say that they are in a country.
 *
 * @param settings How long what the file says nothing of is kept.
 */
export function describePolicy(
  policy: Policy,
  site: string,
  country: string | undefined,
  settings: Retention,
): Described {
  const { places, by, picked } = jurisdictionOf(policy, site, { stated: country });
  const { packs, union } = packsFor(policy, site, places);
  const { version, digest, source, file } = policy;
  return {
    ...{ version, digest, source, site, places, declared: by === "site", picked, union },
    classes: [...policy.classes.keys()].map((name) => {
      const { treatment, level, rule } = ruleOn(policy, { site, class: name, places });
      const { verdict, clearance, rule: seenBy } = viewingRule(policy, { site, class: name, places });
      return {
        ...{ class: name, group: GROUP_OF.get(name) ?? null, about: policy.classes.get(name)?.about ?? null },
        ...{ capture: captureOf(policy, site, name, rule), treatment, level, rule },
        viewing: { verdict, clearance, rule: seenBy },
        packs: packs.flatMap(({ pack: { id }, rows }) => {
          const row = rows.get(name);
          if (row === undefined) return [];
          return [{ id, treatment: row.treatment, level: row.level, article: row.article, because: row.because }];
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
    lists: { capture: listsOf(policy.capture), storage: listsOf(policy.storage), viewing: listsOf(policy.viewing) },
    refuse: policy.refuse.map(({ name, selector }) => ({ name, names: namesOf(selector, ["site", "form", "event"]) })),
    public: (file.public ?? []).map(({ site = "*", event = "*", property }) => ({
      ...{ site: asList(site).join(", "), event: asList(event).join(", "), property },
    })),
    retention: retentionInForce(policy, settings),
    retained: Object.keys(file.retention ?? {}) as (keyof Retention)[],
  };
}

/** @param rule By which the class is treated as it is. */
function captureOf(policy: Policy, site: string, name: string, rule: string): PolicyClass["capture"] {
  if (isNever(policy, site, name)) return { verdict: "refused", rule };
  const denied = policy.capture.deny.find(({ matches }) => matches({ site }, name));
  if (denied !== undefined) return { verdict: "refused", rule: denied.name };
  // Entries that name forms, fields and properties too may allow it there.
  const { allow } = policy.capture;
  const isListed = allow !== null && !allow.some(({ matches }) => matches({ site }, name));
  return isListed ? { verdict: "listed", rule: "capture.allow" } : { verdict: "page", rule: "capture" };
}

function listsOf({ allow, deny }: Lists<Selector | ViewedSelector>): PolicyLists {
  return { allow: allow?.map(entryOf) ?? null, deny: deny.map(entryOf) };
}

function entryOf({ name, selector }: Entry<Selector | ViewedSelector>): PolicyEntry {
  return {
    name,
    names: namesOf(selector, ["site", "form", "field", "property", "class"]),
    clearance: "clearance" in selector ? (selector.clearance ?? null) : null,
  };
}

function namesOf<Key extends string>(
  selector: Readonly<Partial<Record<Key, string | readonly string[] | undefined>>>,
  keys: readonly Key[],
): Readonly<Partial<Record<Key, readonly string[]>>> {
  const named = keys.flatMap((key) => {
    const said = selector[key];
    return said === undefined ? [] : [[key, asList(said)] as const];
  });
  return Object.fromEntries(named) as Partial<Record<Key, readonly string[]>>;
}
