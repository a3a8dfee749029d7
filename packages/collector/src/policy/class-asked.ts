import type { Policy } from "./compile-policy.js";
import { levelOfClass } from "./level-of-class.js";

/**
 * What `decide` is to know of a class at a site under the policy in force, where nobody's field in particular is asked
 * about. Entries that name more than a site and a class are left to the fields themselves.
 */
export function classAsked(policy: Policy, site: string, name: string) {
  const own = policy.classes.has(name);
  const { kinds = [] } = policy.classes.get(name) ?? {};
  const denied = policy.viewing.deny.find(({ matches }) => matches({ site }, own ? name : "unknown"));
  return {
    ...{ site, class: name, level: levelOfClass(policy, site, name), own, kinds },
    denied: denied === undefined ? null : `Withheld by the policy: ${denied.name}`,
  };
}
