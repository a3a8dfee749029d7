import { FIELD_CLASSES, type FieldClass, type JsonValue, type Treatment } from "@wayseal/protocol";
import { classOfName } from "./class-of-name.js";
import { isCard } from "./find-cards.js";
import { cut, findSensitive } from "./find-sensitive.js";

/** How a value is treated, and which rule says so. */
export interface Ruling {
  readonly treatment: Treatment;
  readonly class: FieldClass;
  readonly rule: string;
}

/** A value with all that may never be stored taken out. `value` is absent where nothing is left. */
export interface GovernedValue extends Ruling {
  readonly value?: JsonValue;
}

const STRICTNESS: Readonly<Record<Treatment, number>> = { internal: 1, confidential: 2, restricted: 3, never: 4 };

/** @returns The stricter of two; the first of two alike. */
export function stricter(first: Ruling, second: Ruling): Ruling {
  return STRICTNESS[second.treatment] > STRICTNESS[first.treatment] ? second : first;
}

/** @returns How a class is treated where nothing stricter is said. */
export function rulingOfClass(name: FieldClass, by: "class" | "name" | "content"): Ruling {
  return { treatment: FIELD_CLASSES[name], class: name, rule: `${by} ${name}` };
}

/**
 * Checks a value's content, nested members included: `never` content is cut out of every string, members whose names
 * are of a `never` class are removed, and the whole value is raised to the strictest level that anything in it asks for.
 *
 * @param person Whether members' names describe a person.
 */
export function governValue(value: JsonValue, ruling: Ruling, person: boolean): GovernedValue {
  if (ruling.treatment === "never") return ruling;
  const check = new Check(ruling, person);
  const governed = check.walk(value);
  if (check.removed === null) return { ...check.ruling, value: governed };
  // A number or text that was nothing but a card number: what remains would be a mark.
  if (typeof governed === "string" && /^\[(?:number|token)\]$/.test(governed))
    return rulingOfClass(check.removed, "content");
  return { ...check.ruling, rule: `content ${check.removed}`, value: governed };
}

class Check {
  removed: FieldClass | null = null;

  constructor(
    public ruling: Ruling,
    private readonly person: boolean,
  ) {}

  walk(value: JsonValue): JsonValue {
    if (typeof value === "string") return this.text(value);
    if (typeof value === "number") return this.number(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => this.walk(item));
    const members: Record<string, JsonValue> = {};
    for (const [name, member] of Object.entries(value as Record<string, JsonValue>)) {
      const named = classOfName(name, this.person);
      if (named !== null && FIELD_CLASSES[named] === "never") {
        this.removed ??= named;
        continue;
      }
      if (named !== null) this.ruling = stricter(this.ruling, rulingOfClass(named, "name"));
      members[this.text(name)] = this.walk(member);
    }
    return members;
  }

  text(text: string): string {
    const scan = findSensitive(text);
    if (scan.findings.length === 0) return text;
    for (const finding of scan.findings) {
      if (FIELD_CLASSES[finding.class] !== "never") {
        this.ruling = stricter(this.ruling, rulingOfClass(finding.class, "content"));
      }
    }
    const never = scan.findings.filter((finding) => FIELD_CLASSES[finding.class] === "never");
    if (never.length === 0) return text;
    this.removed ??= (never[0] as (typeof never)[0]).class;
    return cut({ text: scan.text, findings: never });
  }

  number(value: number): JsonValue {
    // Beyond 2^53 JSON has lost the last digits, and with them the Luhn sum.
    const digits = Number.isInteger(value) && Math.abs(value) < 1e21 ? String(Math.abs(value)) : "";
    const lost = digits.length >= 16 && !Number.isSafeInteger(value) && /^[3-6]/.test(digits);
    if (!lost && !isCard(digits)) return value;
    this.removed ??= "payment-card";
    return "[number]";
  }
}
