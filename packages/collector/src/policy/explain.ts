import type { Level } from "@wayseal/protocol";
import type { Viewer } from "../viewer.js";
import type { Policy } from "./compile-policy.js";
import { decide } from "../clearance/decide.js";
import { decideColumn } from "../clearance/decide-column.js";
import { explainRefusal } from "./explain-refusal.js";
import { explainStoring } from "./explain-storing.js";
import { handlingText, isRemoved, type TreatmentName } from "./handling.js";
import { type Jurisdiction, jurisdictionOf } from "./packs-for.js";
import type { Step } from "./rule-on.js";
import { viewProperty } from "./view-property.js";
import { saidTo, viewingRule } from "./viewing-rule.js";

/** What is asked about: a value of a form's field, of a custom property, or of a trait; `askedFault` tells of more than one. */
export interface Asked {
  readonly site: string;
  readonly form?: string | undefined;
  readonly field?: string | undefined;
  readonly property?: string | undefined;
  /** A trait of `identify`: the same as a property of the event `identify`. */
  readonly trait?: string | undefined;
  /** The event that holds it: its type, or the name of a `track`. @default any that can */
  readonly event?: string | undefined;
  /** What the page says of a field, or what is found in a property's content. @default what the name tells, else unknown */
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
  /** `public`: it is a public column. */
  readonly level: Level;
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

const LAWS: Readonly<Record<Jurisdiction["by"] | "picked", string>> = {
  site: "the site declares",
  picked: "the visitor states, or their address tells, among those that the site declares",
  visitor: "the visitor states, or their address tells",
  address: "their address tells",
  nobody: "nobody says",
};

/** Says step by step which rules decide on a value, from its class to who may see it. */
export function explain(policy: Policy, said: Asked, viewer: ExplainedViewer | null = null): Explained {
  const { trait, ...more } = said;
  const named: Asked = trait === undefined ? more : { ...more, property: trait, event: "identify" };
  // No property is in a form: neither `track` nor `identify` names one.
  const asked: Asked = named.property === undefined ? named : { ...named, form: undefined };
  const { site, form, field, property } = asked;
  const jurisdiction = jurisdictionOf(policy, site, { stated: asked.country });
  const { places } = jurisdiction;
  const refusal = explainRefusal(policy, asked);
  const refused = refusal?.by ?? null;
  const { told, ...stored } = explainStoring(policy, asked, places);
  // What is not taken in is dropped with its event, whatever becomes of its class elsewhere.
  const answer = refused === null ? stored : { ...stored, treatment: "drop" as const, rule: refused, steps: [] };
  const isPublic = refused === null && answer.level === "public";
  const viewing =
    isPublic && property !== undefined
      ? viewProperty(policy, { site, property, places })
      : viewingRule(policy, { site, form, field, property, class: answer.class, places });
  const law: Step = {
    by: jurisdiction.by === "site" ? `jurisdictions.sites.${site}` : "jurisdiction",
    says:
      places.length === 0
        ? "Neither the site nor the visitor says whose law holds"
        : `The law of ${places.join(" and ")} holds, as ${LAWS[jurisdiction.picked ? "picked" : jurisdiction.by]}`,
    then: "",
  };
  const { verdict, clearance, rule: seenBy } = viewing;
  const seen: Step = {
    by: seenBy,
    says: isRemoved(answer)
      ? "Nothing is stored, so there is nothing to see"
      : verdict === "withhold" || (isPublic && verdict === "mask")
        ? `Nobody may see it${verdict === "mask" ? ": there is no mask of a public column" : ""}`
        : verdict === "mask"
          ? "Everybody sees a mask of it, unless a reveal was granted"
          : isPublic
            ? `Whoever may ask about the site${clearance === "public" ? "" : ` and is cleared for ${clearance}`} sees it`
            : `Whoever is cleared for ${answer.level}${clearance === "public" ? "" : `, and for ${clearance},`} sees it`,
    then: isRemoved(answer) || (isPublic && verdict === "mask") ? "withhold" : verdict,
  };
  const decided = {
    ...{ class: answer.class, places, treatment: answer.treatment, level: answer.level },
    viewing: { verdict, clearance, rule: seenBy },
  };
  const steps = [...told, law, ...(refusal === null ? [] : [refusal.step]), ...answer.steps, seen];
  if (viewer !== null) steps.push(stepOfViewer(viewer, asked, decided, policy));
  return { version: policy.version, ...decided, steps, rule: answer.rule, refused };
}

/** @returns What becomes of the value, in a few words. */
export function explainedText({ treatment, level, rule, refused }: Explained): string {
  if (refused !== null) return `the event is not taken in, by ${refused}`;
  if (level === "public") return `a public column, by ${rule}`;
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
  const jurisdiction = places.join(" ");
  if (answer.level === "public" && asked.property !== undefined && !isRemoved(answer)) {
    const column = `properties.${asked.property}`;
    const of = { type: "track", subject: "", jurisdiction };
    const { verdict, rule } = decideColumn(policy, viewer, {
      ...{ verb: "read-journeys", site: asked.site, column, of, ofOther: !self },
    });
    return { by: name, says: rule, then: verdict };
  }
  const field = fieldOf(asked);
  const { verdict, rule } = decide(viewer, {
    ...{ verb: "read-journeys", site: asked.site, class: answer.class, own: policy.classes.has(answer.class) },
    kinds: policy.classes.get(answer.class)?.kinds ?? [],
    level: isRemoved(answer) ? "never" : answer.level,
    ...(field !== null && { field }),
    ...{ jurisdiction, twoPeople, ofOther: !self },
    ...saidTo(viewing, viewer.clearance, self ? "your" : "their"),
  });
  return { by: name, says: rule, then: verdict };
}
