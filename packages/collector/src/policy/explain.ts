import type { Level } from "@wayseal/protocol";
import type { Viewer } from "../viewer.js";
import type { Policy } from "./compile-policy.js";
import { classRules } from "./class-rules.js";
import { decide } from "../clearance/decide.js";
import { explainRefusal } from "./explain-refusal.js";
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
  /** The event that holds it: its type, or the name of a `track`. @default any that can */
  readonly event?: string | undefined;
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
  /** Whether it is they who ask, so that the rules say `you`. @default false */
  readonly self?: boolean;
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
  /** The entry of `storage.refuse` that keeps the whole event out, or null. Then nothing of it is stored. */
  readonly refused: string | null;
  readonly viewing: {
    readonly verdict: "withhold" | "mask" | "allow";
    readonly clearance: Level;
    readonly rule: string;
  };
}

/** Says step by step which rules decide on a value, from its class to who may see it. */
export function explain(policy: Policy, asked: Asked, viewer: ExplainedViewer | null = null): Explained {
  const { country, class: said, event: _, ...place } = asked;
  const name = place.field ?? place.property;
  const jurisdiction = jurisdictionOf(policy, place.site, { stated: country });
  const places = jurisdiction.places;
  const told = name === undefined ? null : classRules(policy, place, places).named(name, place.field !== undefined);
  const found = said ?? told ?? "unknown";
  const refusal = explainRefusal(policy, asked);
  const refused = refusal?.by ?? null;
  const ruled = ruleOn(policy, { ...place, class: found, places });
  // What is not taken in is dropped with its event, whatever becomes of its class elsewhere.
  const answer = refused === null ? ruled : { ...ruled, treatment: "drop" as const, rule: refused, steps: [] };
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
  const steps = [first, law, ...(refusal === null ? [] : [refusal.step]), ...answer.steps, seen];
  if (viewer !== null) steps.push(stepOfViewer(viewer, asked, decided, policy));
  return { version: policy.version, ...decided, steps, rule: answer.rule, refused };
}

/** @returns What becomes of the value, in a few words. */
export function explainedText({ treatment, level, rule, refused }: Explained): string {
  if (refused !== null) return `the event is not taken in, by ${refused}`;
  return `${handlingText({ treatment, level })}, by ${rule}`;
}

/** @returns How people's lists name what is asked for; null where only a class is. */
function fieldOf({ form = "", field = "", property = "", event }: Asked): string | null {
  if (field !== "") return `${form}/${field}`;
  if (property === "") return null;
  return `${event === "identify" ? "identify.traits" : "track.properties"}.${property}`;
}

/** What one viewer gets, as journeys are read. */
function stepOfViewer(
  { name, viewer, twoPeople, self = false }: ExplainedViewer,
  asked: Asked,
  answer: Pick<Explained, "class" | "places" | "treatment" | "level" | "viewing">,
  policy: Policy,
): Step {
  const { viewing, places } = answer;
  const field = fieldOf(asked);
  const { verdict, rule } = decide(viewer, {
    ...{ verb: "read-journeys", site: asked.site, class: answer.class, own: policy.classes.has(answer.class) },
    kinds: policy.classes.get(answer.class)?.kinds ?? [],
    level: isRemoved(answer) ? "never" : answer.level,
    ...(field !== null && { field }),
    ...{ jurisdiction: places.join(" "), twoPeople, ofOther: !self },
    ...saidTo(viewing, viewer.clearance, self ? "your" : "their"),
  });
  return { by: name, says: rule, then: verdict };
}
