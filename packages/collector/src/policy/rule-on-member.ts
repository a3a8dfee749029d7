import type { ClassRules, Ruling } from "./class-rules.js";
import type { FieldRule } from "./default-policy.js";
import { ruleOnPart } from "./rule-on-part.js";

/** What an event's type says of an object's members. */
export type Members = Pick<FieldRule & { to: "members" }, "level" | "class" | "person">;

/**
 * Rules on a property of `track`, a trait of `identify` or another member, before its content is looked at: by the class that
 * its name tells, else as the event's type says.
 *
 * @param rules Those of the member's place.
 */
export function ruleOnMember(
  rules: ClassRules,
  name: string,
  { level, class: fallback, person }: Members,
): { readonly ruling: Ruling; readonly named: string | null } {
  const named = rules.named(name, person);
  const ruling =
    named === null ? ruleOnPart(rules, { level, class: fallback, rule: "default" }) : rules.of(named, "name");
  return { ruling, named };
}
