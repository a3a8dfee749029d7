import { controlOf } from "../capture/control.js";
import { type Field, fieldId, formId, formOf } from "../capture/fields.js";
import { markOf, ownMark } from "../capture/marks.js";
import { nearest } from "../capture/nearest.js";
import { isSecret } from "../capture/secrets.js";
import { SIGNS } from "../redact/classify.js";
import { judge } from "../redact/judge.js";
import { refuse } from "../redact/refuse.js";
import { cleanText } from "../redact/text.js";

/** What becomes of a field's value in the browser. */
export type State = "captured" | "kept out" | "refused" | "left out";

export interface JudgedField {
  readonly field: Field;
  /** As events name them. */
  readonly form: string;
  readonly name: string;
  readonly class: string;
  readonly state: State;
  /** What told the class, in words. */
  readonly sign: string;
  /** What decided here, in words. */
  readonly why: string;
}

/** What told a class, by `SIGNS`. */
const TOLD_BY: { readonly [sign in (typeof SIGNS)[number]]: string } = {
  secret: "by being a password field",
  declared: "by data-wayseal-class",
  autocomplete: "by its autocomplete",
  type: "by its type",
  name: "by its name",
  id: "by its id",
  label: "by its label",
  group: "by the caption of its group",
  look: "by its type",
  options: "by what it offers",
  row: "by the boxes beside it",
  value: "by the shape of what is in it",
  after: "by the password that follows",
  hidden: "by being hidden",
};

/**
 * Judges a field as capturing does when somebody leaves it, and tells why. What it holds is looked at by the judgement alone.
 *
 * @param refused What the policy has browsers refuse.
 */
export function judgeField(
  field: Field,
  { allow, passwords, refused }: { allow: readonly string[]; passwords: WeakSet<Element>; refused: RegExp | undefined },
): JudgedField {
  const mark = markOf(field);
  const control = controlOf(field, mark, isSecret(field, passwords), allow);
  const { class: name, sign: told, verdict } = judge(control, allow, cleanText);
  const ids = { form: nameIn(formId(formOf(field))), name: nameIn(fieldId(field)) };
  const sign = SIGNS[told];
  const judged = { field, ...ids, class: name, sign: sign ? TOLD_BY[sign] : "no sign tells more" };
  if (mark === "deny") {
    return { ...judged, state: "left out", why: 'nothing at all is told of it: data-wayseal="deny"' };
  }
  if (verdict === "never") return { ...judged, state: "refused", why: "this class never leaves a browser" };
  if (verdict === "hidden") {
    const marked = control.mark === "redact";
    const why = marked ? `it is marked to be hidden: ${markedBy(field)}` : "nobody can see it";
    return { ...judged, state: "kept out", why: `only the interaction: ${why}` };
  }
  if (verdict !== "allowed") return { ...judged, state: "kept out", why: "only the interaction: nothing allows it" };
  const event = { form: ids.form, field: ids.name, class: name, value: control.value || " " };
  if (!("value" in (JSON.parse(JSON.stringify(event, refuse(event, refused, {}))) as object))) {
    return { ...judged, state: "refused", why: "the site's policy has browsers refuse it" };
  }
  const word = [control.name, control.id, name].find((each) => each && allow.includes(each));
  const by =
    mark === "allow" ? 'data-wayseal="allow"' : word ? `the option allow, ${word}` : "a selector of the option allow";
  return { ...judged, state: "captured", why: `allowed by ${by}` };
}

/** As events do: pages name fields by what is in them, too. */
function nameIn(id: string): string {
  return cleanText(id, 128, false, true) || "unnamed";
}

/** @returns The mark that hides a field, or the words for another tool's. */
function markedBy(field: Field): string {
  const own = nearest(field, "[data-wayseal]");
  return own && ownMark(own) === "redact" ? 'data-wayseal="redact"' : "a mark for another tool";
}
