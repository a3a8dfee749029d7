import { LEVELS, type Level } from "@wayseal/protocol";
import type { Policy } from "./compile-policy.js";
import type { Place } from "./matches.js";
import { placeKey, remember } from "./remember.js";
import { ruleOn } from "./rule-on.js";

/** A stored value that somebody wants to see. */
export interface Viewing extends Place {
  readonly class: string;
  /** Whose law holds; none: nobody knows. */
  readonly places: readonly string[];
}

/** What a policy says of seeing a value, whoever asks. */
export interface ViewingRule {
  /** `withhold`: nobody sees it. `mask`: nobody sees more than a mask without a reveal. `allow`: clearance decides. */
  readonly verdict: "withhold" | "mask" | "allow";
  /** The least clearance that it takes, beside the value's level. */
  readonly clearance: Level;
  /** Which rule says so, such as `viewing.deny.0`. */
  readonly rule: string;
}

/** What a rule says to one clearance, as `decide` asks for it: why nothing is seen, and why no more than a mask. */
export function saidTo(
  { verdict, clearance: least, rule }: ViewingRule,
  clearance: Level,
  whose: "your" | "their" = "your",
): { readonly denied: string | null; readonly masked: string | null } {
  const withheld = `Withheld by the policy: ${rule}`;
  const isShort = LEVELS[clearance] < LEVELS[least];
  return {
    denied:
      verdict === "withhold"
        ? withheld
        : isShort
          ? `${withheld} asks for ${least}, and ${whose} clearance is ${clearance}`
          : null,
    masked: verdict === "mask" ? `Masked for everybody by the policy: ${rule}` : null,
  };
}

/**
 * What the policy in force says of seeing a stored value. It holds for what was stored under earlier policies too, and
 * only ever tightens: what was removed on the way in is not there, whatever is said now.
 */
export function viewingRule(policy: Policy, viewing: Viewing): ViewingRule {
  const key = `${placeKey(viewing, viewing.places)}\0${viewing.class}`;
  return rules(policy, key, () => work(policy, viewing));
}

const rules = remember<ViewingRule>();

function work(policy: Policy, { class: asked, places, ...place }: Viewing): ViewingRule {
  const name = policy.classes.has(asked) ? asked : "unknown";
  const denied = policy.viewing.deny.find(({ matches }) => matches(place, name));
  if (denied !== undefined) return { verdict: "withhold", clearance: "restricted", rule: denied.name };
  let clearance: Level = "public";
  let rule = "viewing";
  if (policy.viewing.allow !== null) {
    const allowed = policy.viewing.allow.filter(({ matches }) => matches(place, name));
    if (allowed.length === 0) return { verdict: "withhold", clearance: "restricted", rule: "viewing.allow" };
    // Where several allow it, the most that one of them asks for holds.
    for (const { name, selector } of allowed) {
      const least = selector.clearance ?? "public";
      if (rule === "viewing" || LEVELS[least] > LEVELS[clearance]) [clearance, rule] = [least, name];
    }
  }
  const { treatment, rule: by } = ruleOn(policy, { ...place, class: name, places });
  switch (treatment) {
    case "never":
    case "drop":
      return { verdict: "withhold", clearance: "restricted", rule: by };
    case "mask":
      return { verdict: "mask", clearance, rule: by };
    default:
      return { verdict: "allow", clearance, rule };
  }
}
