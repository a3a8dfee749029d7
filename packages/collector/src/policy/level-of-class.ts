import { LEVELS, type Treatment } from "@wayseal/protocol";
import type { Policy } from "./compile-policy.js";
import { asList } from "./file/as-list.js";
import { isRemoved } from "./handling.js";
import { packsFor } from "./packs-for.js";

/**
 * The level that values of a class may have at a site under a policy, where nobody's in particular are asked about: the
 * highest that the class or a pack which may hold there says. A class that the policy does not have is `unknown`.
 *
 * @returns `never` where the policy stores none of them, whoever they are of.
 */
export function levelOfClass(policy: Policy, site: string, asked: string): Treatment {
  const { name, handling } = policy.classes.get(asked) ?? policy.classes.get("unknown")!;
  if (isRemoved(handling)) return "never";
  const { packs } = packsFor(policy, site, asList(policy.file.jurisdictions?.sites?.[site]));
  return packs.reduce((highest, { rows }) => {
    const level = rows.get(name)?.level ?? highest;
    return LEVELS[level] > LEVELS[highest] ? level : highest;
  }, handling.level);
}
