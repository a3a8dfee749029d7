import type { Level } from "@wayseal/protocol";
import { classRules, type Ruling } from "./class-rules.js";
import type { Policy } from "./compile-policy.js";
import { DEFAULT_POLICY } from "./default-policy.js";
import type { Asked } from "./explain.js";
import { CONTENT_CLASSES } from "./find-sensitive.js";
import { handlingText, isRemoved, type TreatmentName } from "./handling.js";
import { publicBy } from "./public-by.js";
import { ruleOn, type Answer, type Step } from "./rule-on.js";
import { ruleOnContent } from "./rule-on-content.js";
import { ruleOnField } from "./rule-on-field.js";
import { type Members, ruleOnMember } from "./rule-on-member.js";

/** How a value is stored. */
export interface Storing {
  readonly class: string;
  readonly treatment: TreatmentName;
  /** `public`: a public column, in the clear. */
  readonly level: Level;
  /** The rule that decided. */
  readonly rule: string;
  /** What told the class. */
  readonly told: readonly Step[];
  readonly steps: readonly Step[];
}

const CONTENT: readonly string[] = CONTENT_CLASSES;

/**
 * Says how a value is stored: asks what the way in asks (`govern`), of a value in whose content nothing else is found than
 * the class that it is said to be of.
 */
export function explainStoring(policy: Policy, asked: Asked, places: readonly string[]): Storing {
  const { property } = asked;
  return property === undefined ? ofField(policy, asked, places) : ofMember(policy, { ...asked, property }, places);
}

function ofField(policy: Policy, { site, form, field, class: said }: Asked, places: readonly string[]): Storing {
  const place = { site, form, field };
  const rules = classRules(policy, place, places);
  const told = field === undefined ? null : rules.named(field, true);
  const { ruling, claimed, named } = ruleOnField(rules, policy, { field, class: said ?? told ?? "unknown" });
  const answer = ruleOn(policy, { ...place, class: ruling.class, places });
  const stored = storedBy(ruling, answer);
  const by = said === undefined ? [byName(field, named, "the page or the value itself tells")] : [];
  if (said !== undefined) {
    const none = claimed === said ? "" : ", which is no class here: unknown is the strictest";
    by.push(step("asked", `The class is said to be ${said}${none}`));
    if (named !== null && named !== claimed) {
      by.push(step("name", `The name ${field} tells the class ${named}, and of the two ${ruling.class} holds`));
    }
  }
  const steps = [...answer.steps];
  const other = claimed === ruling.class ? named : claimed;
  if (other !== null && !isRemoved(answer) && ruling.form !== formOf(answer)) {
    steps.push(step(`class ${other}`, `Less of it is stored, as ${other} asks for`, handlingText(stored)));
  }
  return { class: ruling.class, ...stored, rule: answer.rule, told: by, steps };
}

function ofMember(
  policy: Policy,
  { site, event, property, class: said }: Asked & { readonly property: string },
  places: readonly string[],
): Storing {
  const isTrait = event === "identify";
  const what = isTrait ? "trait of identify" : "property of track";
  const place = { site, property };
  const rules = classRules(policy, place, places);
  const { track, identify } = DEFAULT_POLICY;
  const type = (isTrait ? identify["traits"] : track["properties"]) as Members;
  const { ruling, named } = ruleOnMember(rules, property, type);
  const told = [byName(property, named, "the value itself tells")];

  const isFound = said !== undefined && said !== named && said !== "unknown" && ruling.treatment !== "never";
  const isContent = isFound && CONTENT.includes(said);
  const raised = isContent ? ruleOnContent(rules, ruling, said) : ruling;
  if (isFound) {
    const says = `The class is said to be ${said}`;
    if (!isContent)
      told.push(step("asked", `${says}: of a ${what} its name and content tell the class, and none tells this`));
    else
      told.push(
        step("asked", raised === null ? says : `${says}, as its content tells: of the two ${raised.class} holds`),
      );
  }
  if (raised === null) {
    const answer = ruleOn(policy, { ...place, class: said!, places });
    const treatment = isRemoved(answer) ? answer.treatment : "drop";
    const cut = "Where it stands in a value it is cut out, for nothing is hashed or made coarser there";
    const steps = isRemoved(answer) ? answer.steps : [...answer.steps, step("content", cut, "drop")];
    return { class: said!, treatment, level: answer.level, rule: answer.rule, told, steps };
  }
  const answer = ruleOn(policy, { ...place, class: raised.class, places });
  const stored = storedBy(raised, answer);
  const then = handlingText(stored);
  const isByType = raised.rule === "default";
  const steps = isByType
    ? [
        step("default", `A ${what} whose name tells nothing is sealed at ${stored.level}`, then),
        ...answer.listed.map((listed) => ({ ...listed, then })),
      ]
    : [...answer.steps];
  const sealed = { class: raised.class, ...stored, rule: isByType ? "default" : answer.rule, told, steps };
  if (isTrait || policy.public.length === 0 || isRemoved(stored)) return sealed;

  const listedAs = (event: string | null) => publicBy(policy, { site, event, property }, ruling);
  const listed = listedAs(event ?? "");
  if (listed?.isPublic === true && !isContent) {
    const says =
      "A number, a flag, or a text in which nothing is found to protect is a public column; else it is sealed";
    steps.push(step(listed.by, says, "public column"));
    return { ...sealed, treatment: "keep", level: "public", rule: listed.by };
  }
  const some = listed ?? (event === undefined ? listedAs(null) : null);
  if (some === null) steps.push(step("public", "It is not listed as public", then));
  else if (listed === null && some.isPublic && !isContent) {
    const says = "Of some events it is a public column: ask with the event to know whether it is one of these";
    steps.push(step(some.by, says, then));
  } else steps.push(step(some.by, "It is listed as public, and sealed: its class is to be protected", then));
  return sealed;
}

function step(by: string, says: string, then = ""): Step {
  return { by, says, then };
}

function byName(name: string | undefined, named: string | null, unless: string): Step {
  return step(
    "name",
    named === null
      ? `No name tells the class: it is unknown, unless ${unless} it`
      : `The name ${name} tells the class ${named}`,
  );
}

function storedBy(
  ruling: Ruling,
  answer: Answer,
): { readonly treatment: TreatmentName; readonly level: Answer["level"] } {
  const { treatment, form } = ruling;
  if (treatment === "never") return { treatment: isRemoved(answer) ? answer.treatment : "drop", level: answer.level };
  // Whether it is shown masked is said of its class, and none of the way in.
  const kept = answer.treatment === "mask" ? "mask" : "keep";
  return { treatment: form === "hashed" ? "hash" : form === "generalised" ? "generalise" : kept, level: treatment };
}

function formOf({ treatment }: Answer): Ruling["form"] {
  return treatment === "hash" ? "hashed" : treatment === "generalise" ? "generalised" : "as-is";
}
