import { LEVELS, type Level } from "@wayseal/protocol";
import type { Policy } from "./compile-policy.js";
import { levelOfClass } from "./level-of-class.js";
import { compileSelector } from "./matches.js";

/**
 * What `decide` is to know of a class at a site under the policy in force, where nobody's field in particular is asked
 * about. What is denied in one form or field alone is left to the fields themselves, as is what is allowed there.
 *
 * @param clearance Of whoever asks for values; null: a column is asked for, of which `viewing.allow` says nothing.
 */
export function classAsked(policy: Policy, site: string, name: string, clearance: Level | null) {
  const own = policy.classes.has(name);
  const known = own ? name : "unknown";
  const { kinds = [] } = policy.classes.get(name) ?? {};
  const denied = policy.viewing.deny.find(({ matches }) => matches({ site }, known));
  const why = denied?.name ?? (clearance === null ? null : whyUnseen(policy, site, known, clearance));
  return {
    ...{ site, class: name, level: levelOfClass(policy, site, name), own, kinds },
    denied: why === null ? null : `Withheld by the policy: ${why}`,
  };
}

/** @returns Why no field of a class at a site is seen with a clearance, where the policy lists what is; or null. */
function whyUnseen({ viewing, file }: Policy, site: string, name: string, clearance: Level): string | null {
  if (viewing.allow === null) return null;
  const could = viewing.allow.filter(({ selector: { form: _, field: __, property: ___, ...where } }) =>
    compileSelector(where, file.groups)({ site }, name),
  );
  const [first] = could;
  if (first === undefined) return "viewing.allow";
  const isShort = ({ selector }: (typeof could)[number]) => LEVELS[clearance] < LEVELS[selector.clearance ?? "public"];
  return could.every(isShort) ? `${first.name} asks for ${first.selector.clearance}` : null;
}
