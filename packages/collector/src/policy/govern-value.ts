import type { JsonValue } from "@wayseal/protocol";
import type { ClassRules, Ruling } from "./class-rules.js";
import type { About } from "./content-words.js";
import { isCard } from "./find-cards.js";
import { cut, findSensitive } from "./find-sensitive.js";
import { generalise } from "./generalise.js";
import { ruleOnContent } from "./rule-on-content.js";
import { stricter } from "./stricter.js";
import { writtenOut } from "./written-out.js";

/** A value with all that may never be stored taken out. `value` is absent where nothing is left. */
export interface GovernedValue extends Ruling {
  readonly value?: JsonValue;
}

/** What governing a value takes. */
export interface GoverningValue {
  readonly rules: ClassRules;
  /** @returns A keyed hash, as text. Equal values of a class have equal hashes. */
  readonly hash: (name: string, value: string) => string;
  /** Name of the value and country of whoever it is about: what tells a date of birth or a number from others. */
  readonly about?: About;
}

/**
 * Checks a value's content, nested members included: `never` content is cut out of every string, members whose names
 * are of a `never` class are removed, and the whole value is raised to the strictest level that anything in it asks for.
 * What is to be generalised or hashed still is as it was: see `shape`.
 *
 * @param person Whether members' names describe a person.
 */
export function governValue(
  value: JsonValue,
  ruling: Ruling,
  person: boolean,
  governing: GoverningValue,
): GovernedValue {
  if (ruling.treatment === "never") return ruling;
  const check = new Check(ruling, person, governing);
  const governed = check.walk(value, governing.about);
  if (check.removed === null) return { ...check.ruling, value: governed };
  // A number or text that was nothing but a card number: what remains would be a mark.
  if (typeof governed === "string" && /^\[(?:number|token)\]$/.test(governed))
    return governing.rules.of(check.removed, "content");
  return { ...check.ruling, rule: `content ${check.removed}`, value: governed };
}

/** Generalises or hashes a value where its ruling says so. What cannot be made coarser is removed. */
export function shape(governed: GovernedValue, hash: GoverningValue["hash"]): GovernedValue {
  const { value, form, class: name, of = name } = governed;
  if (value === undefined || value === null || form === "as-is" || governed.treatment === "never") return governed;
  if (form === "hashed")
    return { ...governed, value: hash(name, typeof value === "string" ? value : JSON.stringify(value)) };
  const coarse = generalise(of, value);
  if (coarse !== null) return { ...governed, value: coarse };
  const { value: _, ...rest } = governed;
  return { ...rest, treatment: "never" };
}

class Check {
  removed: string | null = null;

  constructor(
    public ruling: Ruling,
    private readonly person: boolean,
    private readonly governing: GoverningValue,
  ) {}

  walk(value: JsonValue, about: About | undefined): JsonValue {
    if (typeof value === "string") return this.text(value, about);
    if (typeof value === "number") return this.number(value, about);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
      const items = (value as readonly JsonValue[]).map((item) => this.walk(item, about));
      return this.isRemovedAsText(items, about) ? ["[number]"] : items;
    }
    const members: Record<string, JsonValue> = {};
    for (const [name, member] of Object.entries(value as Record<string, JsonValue>)) {
      const governed = this.member(name, member, about);
      if (governed !== undefined) members[this.text(name, this.governing.about)] = governed;
    }
    return members;
  }

  private member(name: string, member: JsonValue, outer: About | undefined): JsonValue | undefined {
    const { rules, hash } = this.governing;
    const named = rules.named(name, this.person);
    // `{ birth: { on: … } }`: the outer names tell as well, and the nearest most.
    const about = { ...outer, name: outer?.name === undefined ? name : `${outer.name}: ${name}` };
    if (named === null) return this.walk(member, about);
    const ruling = rules.of(named, "name");
    if (ruling.treatment === "never") {
      this.removed ??= named;
      return undefined;
    }
    // Hashed or made coarser in place: the rest of the object stays what it is.
    this.ruling = stricter(this.ruling, { ...ruling, form: "as-is" });
    const { value } = shape({ ...ruling, value: this.walk(member, about) }, hash);
    if (value === undefined) this.removed ??= named;
    return value;
  }

  text(text: string, about: About | undefined): string {
    const { rules } = this.governing;
    const scan = findSensitive(text, about);
    if (scan.findings.length === 0) return text;
    const never = scan.findings.filter((finding) => {
      const raised = ruleOnContent(rules, this.ruling, finding.class);
      if (raised !== null) this.ruling = raised;
      return raised === null;
    });
    if (never.length === 0) return text;
    const [{ class: name }] = never as [(typeof never)[0]];
    // What is hashed or coarser as a whole may hold just what it is.
    if (this.ruling.form !== "as-is" && this.ruling.class === name && never.length === 1) return text;
    this.removed ??= name;
    return cut({ text: scan.text, findings: never });
  }

  number(value: number, about: About | undefined): JsonValue {
    if (!holdsCard(value)) return this.isRemovedAsText(value, about) ? "[number]" : value;
    this.removed ??= "payment-card";
    return "[number]";
  }

  /** Judges numbers as the text that they would be: an id, or the two of a place. */
  private isRemovedAsText(value: JsonValue, about: About | undefined): boolean {
    const text = writtenOut(value);
    return text !== null && this.text(text, about) !== text;
  }
}

/** @returns Whether a JSON number may be a card's. */
export function holdsCard(value: number): boolean {
  // Beyond 2^53 JSON has lost the last digits, and with them the Luhn sum.
  const digits = Number.isInteger(value) && Math.abs(value) < 1e21 ? String(Math.abs(value)) : "";
  const lost = digits.length >= 16 && !Number.isSafeInteger(value) && /^[3-6]/.test(digits);
  return lost || isCard(digits);
}
