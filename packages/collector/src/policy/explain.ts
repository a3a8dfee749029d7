import type { Level } from "@wayseal/protocol";
import type { Viewer } from "../viewer.js";
import type { Policy } from "./compile-policy.js";
import { classRules } from "./class-rules.js";
import { decide } from "../clearance/decide.js";
import { handlingText, isRemoved, type TreatmentName } from "./handling.js";
import { jurisdictionOf } from "./packs-for.js";
import { ruleOn, type Step } from "./rule-on.js";
import { saidTo, viewingRule } from "./viewing-rule.js";

/** What is asked about: a value of a form's field, or of a custom property. */
export interface Asked {
  readonly site: string;
  readonly form?: string | undefined;
  readonly field?: string | undefined;
  readonly property?: string | undefined;
  /** @default what the name tells, else unknown */
  readonly class?: string | undefined;
  /** What the visitor states, or where the address is. */
  readonly country?: string | undefined;
}

/** Who would look. */
export interface ExplainedViewer {
  readonly name: string;
  readonly viewer: Viewer;
  /** Whether the site asks for a second person before sensitive values are shown. */
  readonly twoPeople: boolean;
}

export interface Explained {
  readonly version: number;
  readonly class: string;
  readonly places: readonly string[];
  /** Each rule that was asked, in order, and what held after it. */
  readonly steps: readonly Step[];
  readonly treatment: TreatmentName;
  readonly level: Exclude<Level, "public">;
  /** The rule that decided what is stored. */
  readonly rule: string;
  readonly viewing: {
    readonly verdict: "withhold" | "mask" | "allow";
    readonly clearance: Level;
    readonly rule: string;
  };
}

/** Says step by step which rules decide on a value, from its class to who may see it. */
export function explain(policy: Policy, asked: Asked, viewer: ExplainedViewer | null = null): Explained {
  const { country, class: said, ...place } = asked;
  const name = place.field ?? place.property;
  const jurisdiction = jurisdictionOf(policy, place.site, { stated: country });
  const places = jurisdiction.places;
  const told = name === undefined ? null : classRules(policy, place, places).named(name, place.field !== undefined);
  const found = said ?? told ?? "unknown";
  const answer = ruleOn(policy, { ...place, class: found, places });
  const viewing = viewingRule(policy, { ...place, class: found, places });
  const first: Step = {
    by: said === undefined ? "name" : "asked",
    says:
      said !== undefined
        ? `The class is said to be ${said}`
        : told === null
          ? "No name tells the class: it is unknown, unless the page or the value itself tells it"
          : `The name ${name ?? ""} tells the class ${told}`,
    then: "",
  };
  const law: Step = {
    by: jurisdiction.by === "site" ? `jurisdictions.sites.${place.site}` : "jurisdiction",
    says:
      places.length === 0
        ? "Neither the site nor the visitor says whose law holds"
        : `The law of ${places.join(" and ")} holds, as ${jurisdiction.by === "site" ? "the site declares" : "the visitor states, or their address tells"}`,
    then: "",
  };
  const seen: Step = {
    by: viewing.rule,
    says: isRemoved(answer)
      ? "Nothing is stored, so there is nothing to see"
      : viewing.verdict === "withhold"
        ? "Nobody may see it"
        : viewing.verdict === "mask"
          ? "Everybody sees a mask of it, unless a reveal was granted"
          : `Whoever is cleared for ${answer.level}${viewing.clearance === "public" ? "" : `, and for ${viewing.clearance},`} sees it`,
    then: isRemoved(answer) ? "withhold" : viewing.verdict,
  };
  const decided = { class: found, places, treatment: answer.treatment, level: answer.level, viewing };
  const steps = [first, law, ...answer.steps, seen];
  if (viewer !== null) steps.push(stepOfViewer(viewer, asked, decided, policy));
  return { version: policy.version, ...decided, steps, rule: answer.rule };
}

/** @returns What becomes of the value, in a few words. */
export function explainedText({ treatment, level, rule }: Explained): string {
  return `${handlingText({ treatment, level })}, by ${rule}`;
}

/** What one viewer gets, as journeys are read. */
function stepOfViewer(
  { name, viewer, twoPeople }: ExplainedViewer,
  { site, form = "", field = "" }: Asked,
  answer: Pick<Explained, "class" | "places" | "treatment" | "level" | "viewing">,
  policy: Policy,
): Step {
  const { viewing, places } = answer;
  const { verdict, rule } = decide(viewer, {
    ...{ verb: "read-journeys", site, class: answer.class, own: policy.classes.has(answer.class) },
    kinds: policy.classes.get(answer.class)?.kinds ?? [],
    level: isRemoved(answer) ? "never" : answer.level,
    ...(field !== "" && { field: `${form}/${field}` }),
    ...{ jurisdiction: places.join(" "), twoPeople },
    ...saidTo(viewing, viewer.clearance),
  });
  return { by: name, says: rule, then: verdict };
}
