import type { Policy } from "./compile-policy.js";
import { viewingRule, type ViewingRule } from "./viewing-rule.js";

/** What a policy says of seeing a property that is a public column. It may have been made public by an earlier one. */
export function viewProperty(
  policy: Policy,
  { site, property, places }: { readonly site: string; readonly property: string; readonly places: readonly string[] },
): ViewingRule & { readonly class: string } {
  const name = policy.classOfName(property) ?? "unknown";
  return { class: name, ...viewingRule(policy, { site, property, class: name, places }) };
}
