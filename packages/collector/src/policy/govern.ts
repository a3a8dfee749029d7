import {
  type EventType,
  type FieldEvent,
  isFieldClass,
  type JsonObject,
  type JsonValue,
  type SealedLevel,
} from "@wayseal/protocol";
import type { FieldNote, GovernedEvent, PublicColumns, ValidEvent } from "../pipeline/states.js";
import { classOfName } from "./class-of-name.js";
import { type Cleaned, cleanText } from "./clean-text.js";
import { cleanUrl } from "./clean-url.js";
import { DEFAULT_POLICY, type FieldRule, POLICY_VERSION } from "./default-policy.js";
import { governValue, type Ruling, rulingOfClass, stricter } from "./govern-value.js";
import { streamColumns } from "./stream-columns.js";

type Draft = { -readonly [Name in keyof PublicColumns]: PublicColumns[Name] };

/** Fields of a type that this version does not know; its other fields arrive as `extra`. */
const UNKNOWN_TYPE: Readonly<Record<string, FieldRule>> = DEFAULT_POLICY.reset;

/** Puts every value of an event in a public column, at a sealed level, or nowhere (docs/storage.md). Never throws. */
export function govern(valid: ValidEvent): Pick<GovernedEvent, "columns" | "sealed" | "notes" | "policy"> {
  const { event, known, extra, context } = valid;
  const stream = streamColumns(context);
  const draft = new Governing(stream.columns, event.type === "hello" ? stream.notes : [], event as FieldEvent);
  const rules = known ? DEFAULT_POLICY[event.type as EventType] : UNKNOWN_TYPE;
  for (const [name, value] of Object.entries(event)) {
    const rule = rules[name];
    if (rule !== undefined) draft.apply(rule, name, value as JsonValue);
  }
  draft.members("", extra, "internal", "unknown", false);
  return { columns: draft.columns, sealed: draft.sealed, notes: draft.notes, policy: POLICY_VERSION };
}

class Governing {
  readonly columns: Draft;
  readonly sealed: Partial<Record<SealedLevel, Record<string, JsonValue>>> = {};
  readonly notes: FieldNote[];
  private readonly paths = new Map<string, number>();

  constructor(
    stream: PublicColumns,
    notes: readonly FieldNote[],
    private readonly event: FieldEvent,
  ) {
    this.columns = { ...stream };
    this.notes = [...notes];
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
        this.note(path, rulingOfClass(rule.class, "class"));
        return;
      case "parts":
        for (const [name, part] of Object.entries(value as JsonObject)) {
          const inner = rule.parts[name];
          if (inner !== undefined) this.apply(inner, `${path}.${name}`, part);
        }
        return;
      case "sealed":
        this.put(path, value, { treatment: rule.level, class: rule.class, rule: `field ${path}` }, false);
        return;
      case "value":
        this.value(path, value as string);
        return;
      case "members":
        this.members(`${path}.`, value as JsonObject, rule.level, rule.class, rule.person);
    }
  }

  members(prefix: string, members: JsonObject, level: SealedLevel, fallback: Ruling["class"], person: boolean): void {
    for (const [name, value] of Object.entries(members)) {
      const named = classOfName(name, person);
      const ruling: Ruling =
        named === null ? { treatment: level, class: fallback, rule: "default" } : rulingOfClass(named, "name");
      // Names stand in the clear beside the sealed columns, so they are cleaned as columns are.
      this.put(this.unused(prefix + cleanText(name, 128).text), value, ruling, person);
    }
  }

  /** A field's value: the strictest of what its class, its name and its content say. Removed whole, never in part. */
  private value(path: string, value: string): void {
    const claimed = isFieldClass(this.event.class) ? this.event.class : "unknown";
    const named = classOfName(this.event.field, true);
    let ruling = rulingOfClass(claimed, "class");
    if (named !== null) {
      const byName = rulingOfClass(named, "name");
      // What the sender could not classify, a telling name may, where that is no less strict.
      ruling = claimed === "unknown" && byName.treatment === ruling.treatment ? byName : stricter(ruling, byName);
    }
    const governed = governValue(value, ruling, true);
    if (governed.value !== undefined && governed.value !== value) {
      this.note(path, { ...governed, treatment: "never" });
    } else this.seal(path, governed);
  }

  private put(path: string, value: JsonValue, ruling: Ruling, person: boolean): void {
    this.seal(path, governValue(value, ruling, person));
  }

  private seal(path: string, governed: Ruling & { readonly value?: JsonValue }): void {
    this.note(path, governed);
    if (governed.value === undefined || governed.treatment === "never") return;
    (this.sealed[governed.treatment] ??= {})[path] = governed.value;
  }

  private note(path: string, { class: name, treatment, rule }: Ruling): void {
    this.notes.push({ path, class: name, level: treatment, rule });
  }

  private clean(rule: FieldRule & { to: "column" }, path: string, value: string): string {
    if (rule.as === "class") return isFieldClass(value) ? value : "unknown";
    const limit = "limit" in rule ? rule.limit : 0;
    const { text, cut }: Cleaned = rule.as === "url" ? cleanUrl(value, limit) : cleanText(value, limit);
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
