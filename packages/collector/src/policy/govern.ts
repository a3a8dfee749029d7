import type { EventType, FieldEvent, JsonObject, JsonValue, SealedLevel } from "@wayseal/protocol";
import type { FieldNote, GovernedEvent, PublicColumns, ValidEvent } from "../pipeline/states.js";
import { type ClassRules, classRules, type Ruling } from "./class-rules.js";
import { type Cleaned, cleanText } from "./clean-text.js";
import { cleanUrl } from "./clean-url.js";
import { countriesOf } from "./countries-of.js";
import type { Policy } from "./compile-policy.js";
import { DEFAULT_POLICY, type FieldRule } from "./default-policy.js";
import { type GovernedValue, type GoverningValue, governValue, shape } from "./govern-value.js";
import type { Place } from "./matches.js";
import { jurisdictionOf } from "./packs-for.js";
import { mayBePublic, publicBy } from "./public-by.js";
import { ruleOnField } from "./rule-on-field.js";
import { type Members, ruleOnMember } from "./rule-on-member.js";
import { ruleOnPart } from "./rule-on-part.js";
import { streamColumns } from "./stream-columns.js";

type Columns = { -readonly [Name in keyof PublicColumns]: PublicColumns[Name] };

/** Fields of a type that this version does not know; its other fields arrive as `extra`. */
const UNKNOWN_TYPE: Readonly<Record<string, FieldRule>> = DEFAULT_POLICY.reset;

/** Of fields that no type knows. */
const OTHERS: Members = { level: "internal", class: "unknown", person: false };

/** What events are governed by. */
export interface Governing {
  readonly policy: Policy;
  /** A keyed hash of a value, by the site's own key. */
  readonly hash: (site: string, name: string, value: string) => string;
}

/** Puts every value of an event in a public column, at a sealed level, or nowhere (docs/storage.md). Never throws. */
export function govern(
  valid: ValidEvent,
  governing: Governing,
): Pick<GovernedEvent, "columns" | "sealed" | "notes" | "policy"> {
  const { event, known, extra, context } = valid;
  const { policy } = governing;
  const { site, hello, country } = context;
  const { places } = jurisdictionOf(policy, site, { stated: hello.country, address: country });
  const stream = streamColumns(context, countriesOf(places));
  const draft = new Draft(
    stream.columns,
    event.type === "hello" ? stream.notes : [],
    event as FieldEvent,
    site,
    places,
    governing,
  );
  const rules = known ? DEFAULT_POLICY[event.type as EventType] : UNKNOWN_TYPE;
  for (const [name, value] of Object.entries(event)) {
    const rule = rules[name];
    if (rule !== undefined) draft.apply(rule, name, value as JsonValue);
  }
  draft.members("", extra, OTHERS);
  return { columns: draft.columns, sealed: draft.sealed, notes: draft.notes, policy: policy.version };
}

class Draft {
  readonly columns: Columns;
  readonly sealed: Partial<Record<SealedLevel, Record<string, JsonValue>>> = {};
  readonly notes: FieldNote[];
  private readonly paths = new Map<string, number>();
  private readonly policy: Policy;
  private readonly place: Place;
  private readonly countries: readonly string[];
  private readonly hash: GoverningValue["hash"];

  constructor(
    stream: PublicColumns,
    notes: readonly FieldNote[],
    private readonly event: FieldEvent,
    site: string,
    private readonly places: readonly string[],
    { policy, hash }: Governing,
  ) {
    this.columns = { ...stream };
    this.notes = [...notes];
    this.policy = policy;
    this.place = { site, form: typeof event.form === "string" ? event.form : undefined };
    if (places.length > 0) this.columns.jurisdiction = places.join(" ");
    this.countries = countriesOf(places);
    this.hash = (name, value) => hash(site, name, value);
  }

  apply(rule: FieldRule, path: string, value: JsonValue): void {
    switch (rule.to) {
      case "elsewhere":
        return;
      case "column":
        (this.columns as unknown as Record<string, JsonValue>)[rule.column] =
          rule.as === "fact" ? value : this.clean(rule, path, value as string);
        return;
      case "never":
        this.note(path, this.rules().of(rule.class, "class"));
        return;
      case "parts":
        for (const [name, part] of Object.entries(value as JsonObject)) {
          const inner = rule.parts[name];
          if (inner !== undefined) this.apply(inner, `${path}.${name}`, part);
        }
        return;
      case "sealed":
        this.put(path, value, ruleOnPart(this.rules(), { ...rule, rule: `field ${path}` }), false, this.rules());
        return;
      case "value":
        this.value(path, value as string);
        return;
      case "members":
        this.members(`${path}.`, value as JsonObject, rule);
    }
  }

  members(prefix: string, members: JsonObject, said: Members): void {
    for (const [name, value] of Object.entries(members)) {
      const rules = this.rules({ property: name });
      const { ruling } = ruleOnMember(rules, name, said);
      if (this.isPublic(name, value, ruling)) continue;
      // Names stand in the clear beside the sealed columns, so they are cleaned as columns are.
      this.put(this.unused(prefix + cleanText(name, 128).text), value, ruling, said.person, rules, name);
    }
  }

  /** Makes a public column of a custom property where the policy says so, and nothing in it asks for more. */
  private isPublic(name: string, value: JsonValue, ruling: Ruling): boolean {
    const { type, name: event } = this.event as unknown as { type: string; name?: string };
    // Before the lists are looked through: that takes a pattern for each of their entries.
    if (type !== "track" || !mayBePublic(ruling)) return false;
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return false;
    const asked = { site: this.place.site, event: event ?? "", property: name };
    if (publicBy(this.policy, asked, ruling) === null) return false;
    const [label, text] = [cleanText(name, 128), cleanText(`${value}`, 256, { name, countries: this.countries })];
    if (label.cut !== null || text.cut !== null) return false;
    this.columns.properties = { ...this.columns.properties, [label.text]: text.text };
    return true;
  }

  /** A field's value: the strictest of what its class, its name and its content say. Removed whole, never in part. */
  private value(path: string, value: string): void {
    const rules = this.rules({ field: this.event.field });
    const { ruling } = ruleOnField(rules, this.policy, this.event);
    const governed = governValue(value, ruling, true, this.governing(rules, this.event.field));
    if (governed.value !== undefined && governed.value !== value) {
      this.note(path, { ...governed, treatment: "never" });
    } else this.seal(path, shape(governed, this.hash));
  }

  private put(path: string, value: JsonValue, ruling: Ruling, person: boolean, rules: ClassRules, name = path): void {
    this.seal(path, shape(governValue(value, ruling, person, this.governing(rules, name)), this.hash));
  }

  private governing(rules: ClassRules, name: string): GoverningValue {
    return { rules, hash: this.hash, about: { name, countries: this.countries } };
  }

  private seal(path: string, governed: GovernedValue): void {
    this.note(path, governed);
    if (governed.value === undefined || governed.treatment === "never") return;
    (this.sealed[governed.treatment] ??= {})[path] = governed.value;
  }

  private note(path: string, { class: name, treatment, rule, form }: Ruling): void {
    const stored = treatment === "never" || form === "as-is" ? {} : { form };
    this.notes.push({ path, class: name, level: treatment, rule, ...stored });
  }

  private rules(more: Partial<Place> = {}): ClassRules {
    return classRules(this.policy, { ...this.place, ...more }, this.places);
  }

  private clean(rule: FieldRule & { to: "column" }, path: string, value: string): string {
    if (rule.as === "class") return this.policy.classes.has(value) ? value : "unknown";
    const limit = "limit" in rule ? rule.limit : 0;
    const about = { countries: this.countries };
    const { text, cut }: Cleaned = rule.as === "url" ? cleanUrl(value, limit, about) : cleanText(value, limit, about);
    if (cut !== null) this.notes.push({ path, class: cut, level: "never", rule: `content ${cut}` });
    return text;
  }

  /** Two names may be alike once cleaned; each keeps its value. */
  private unused(path: string): string {
    const times = this.paths.get(path) ?? 0;
    this.paths.set(path, times + 1);
    return times === 0 ? path : this.unused(`${path} (${times + 1})`);
  }
}
