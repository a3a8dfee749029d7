import type { EventType, JsonObject, JsonValue } from "@wayseal/protocol";
import { classRules, type ClassRules, type Sign } from "./class-rules.js";
import { cleanUrl } from "./clean-url.js";
import type { Policy } from "./compile-policy.js";
import { DEFAULT_POLICY, type FieldRule } from "./default-policy.js";
import { countriesOf } from "./countries-of.js";
import { cut, findSensitive } from "./find-sensitive.js";
import { holdsCard } from "./govern-value.js";
import type { Place } from "./matches.js";
import { jurisdictionOf, type Whereabouts } from "./packs-for.js";
import { writtenOut } from "./written-out.js";

/** Objects within objects; an event of any type has fewer. What lies deeper is removed. */
const MAX_DEPTH = 6;
const MAX_URL = 2048;
/** What a field's event says besides the value: kept where the value may not be. */
const FACTS = new Set(["type", ...Object.keys(DEFAULT_POLICY.field).filter((name) => name !== "value")]);

/** An event that was refused, as its sender wrote it. */
export interface RefusedEvent extends Whereabouts {
  readonly site: string;
  readonly event: JsonValue;
}

/**
 * Cuts out of an event that has not its type's shape what may never be stored: members and values of classes that the policy
 * removes, and such content (cards, codes, passwords, keys) out of every text, wherever it stands. Where the shape leaves
 * open what a value is, the value goes. All else stays as it was, to be governed when the event is taken in after all.
 *
 * @returns Null if nothing can be said of it, because it is no object. Never throws.
 */
export function cutRefused({ site, event, ...where }: RefusedEvent, policy: Policy): JsonObject | null {
  if (!isObject(event)) return null;
  const form = typeof event["form"] === "string" ? event["form"] : undefined;
  return new Cut(policy, { site, form }, jurisdictionOf(policy, site, where).places).event(event);
}

class Cut {
  constructor(
    private readonly policy: Policy,
    private readonly place: Place,
    private readonly places: readonly string[],
  ) {}

  event(event: JsonObject): JsonObject {
    const { type } = event;
    const known = typeof type === "string" && Object.hasOwn(DEFAULT_POLICY, type);
    const rules = known ? DEFAULT_POLICY[type as EventType] : DEFAULT_POLICY.reset;
    const left = this.unless(event, !known || type === "field");
    return this.each(left, (name, member) => {
      if (name === "type") return this.walk(name, member, 1);
      const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
      return rule === undefined ? this.member(name, member, 1) : this.ruled(rule, name, member);
    });
  }

  private ruled(rule: FieldRule, name: string, member: JsonValue): JsonValue | undefined {
    switch (rule.to) {
      case "never":
        return undefined;
      case "sealed":
        return this.isNever(rule.class, "class") ? undefined : this.walk(name, member, 1);
      case "members":
        return isObject(member)
          ? this.each(this.unless(member, false), (inner, value) => this.member(inner, value, 2, name))
          : this.member(name, member, 1);
      default:
        // A field's value was asked for its class before, with the whole object (`unless`).
        return this.walk(name, member, 1);
    }
  }

  /** @param outer Names of what holds it. */
  private member(name: string, member: JsonValue, depth: number, outer?: string): JsonValue | undefined {
    const rules = this.rules({ property: name });
    return rules.of(rules.named(name, true) ?? "unknown", "name").treatment === "never"
      ? undefined
      : this.walk(outer === undefined ? name : `${outer}: ${name}`, member, depth);
  }

  /** @param name Of the member that holds the value. */
  private walk(name: string, value: JsonValue, depth: number): JsonValue | undefined {
    if (typeof value === "string") return this.text(value, name);
    if (typeof value === "number") return holdsCard(value) || this.isCutAsText(name, value) ? "[number]" : value;
    if (typeof value !== "object" || value === null) return value;
    if (depth >= MAX_DEPTH) return undefined;
    if (isObject(value)) {
      return this.each(this.unless(value, false), (inner, member) => this.member(inner, member, depth + 1, name));
    }
    if (this.isCutAsText(name, value)) return ["[number]"];
    return value.flatMap((item) => this.walk(name, item, depth + 1) ?? []);
  }

  /**
   * Of an object that describes a field: its facts alone where it is of a class that is removed, or named like one, and all
   * but its value where it does not say what it is of.
   */
  private unless(object: JsonObject, describes: boolean): JsonObject {
    const { class: claimed, field } = object;
    const rules = this.rules({ field: typeof field === "string" ? field : undefined });
    const isKnown = typeof claimed === "string" && this.policy.classes.has(claimed);
    const named = typeof field === "string" ? rules.named(field, true) : null;
    const classes = [...(isKnown ? [claimed] : []), ...(named === null ? [] : [named])];
    const describesField = describes || field !== undefined || claimed !== undefined;
    if (classes.some((name) => rules.of(name, "class").treatment === "never")) {
      return Object.fromEntries(Object.entries(object).filter(([name]) => FACTS.has(name)));
    }
    if (!describesField || isKnown || object["value"] === undefined) return object;
    return Object.fromEntries(Object.entries(object).filter(([name]) => name !== "value"));
  }

  private each(object: JsonObject, make: (name: string, member: JsonValue) => JsonValue | undefined): JsonObject {
    // Defined, never assigned: a member may be named __proto__.
    return Object.fromEntries(
      Object.entries(object).flatMap(([name, member]) => {
        const made = make(name, member);
        return made === undefined ? [] : [[this.text(name), made]];
      }),
    );
  }

  private text(text: string, name?: string): string {
    const about = { name, countries: countriesOf(this.places) };
    // An address is cleaned as the store would clean it: parameters by their names, what is long or random in any part.
    const isAddress = /^(?:(?:[a-z][a-z0-9+.-]*:)?\/|[?#])/i.test(text);
    const plain = isAddress ? cleanUrl(text, MAX_URL, about).text : text;
    const scan = findSensitive(plain, { ...about, isAddress });
    const findings = scan.findings.filter((finding) => this.isNever(finding.class, "content"));
    return findings.length === 0 ? plain : cut({ text: scan.text, findings });
  }

  /** Numbers are judged as the text that they would be. */
  private isCutAsText(name: string, value: JsonValue): boolean {
    const text = writtenOut(value);
    return text !== null && this.text(text, name) !== text;
  }

  private isNever(name: string, by: Sign): boolean {
    return this.rules().of(name, by).treatment === "never";
  }

  private rules(more: Partial<Place> = {}): ClassRules {
    return classRules(this.policy, { ...this.place, ...more }, this.places);
  }
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
