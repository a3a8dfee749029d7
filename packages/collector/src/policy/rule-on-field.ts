import type { ClassRules, Ruling } from "./class-rules.js";
import type { Policy } from "./compile-policy.js";
import { stricter } from "./stricter.js";

/** A form's field, as its event tells it. */
export interface FieldAsked {
  readonly field: string | undefined;
  /** What the browser says that it holds. */
  readonly class: string;
}

/**
 * Rules on a field's value before its content is looked at: the strictest of what its class and its name say.
 *
 * @param rules Those of the field's place.
 */
export function ruleOnField(
  rules: ClassRules,
  policy: Policy,
  { field, class: said }: FieldAsked,
): { readonly ruling: Ruling; readonly claimed: string; readonly named: string | null } {
  const claimed = policy.classes.has(said) ? said : "unknown";
  const byClass = rules.of(claimed, "class");
  const named = field === undefined ? null : rules.named(field, true);
  if (named === null) return { ruling: byClass, claimed, named };
  const byName = rules.of(named, "name");
  // What the sender could not classify, a telling name may, where it tells something that is to be protected.
  const tells = claimed === "unknown" && byName.treatment !== "internal";
  const ruling = tells && byClass.treatment !== "never" ? byName : stricter(byClass, byName);
  return { ruling, claimed, named };
}
