import type { EventType, FieldClass, SealedLevel } from "@wayseal/protocol";
import type { PublicColumns } from "../pipeline/states.js";

export type Column = keyof PublicColumns;

/** What becomes of one field of an event. */
export type FieldRule =
  /** A public column. `limit`: UTF-16 units that are kept of a text. */
  | { readonly to: "column"; readonly column: Column; readonly as: "text" | "url" | "class"; readonly limit: number }
  /** A public column of a number, a flag or a closed list, as it is. */
  | { readonly to: "column"; readonly column: Column; readonly as: "fact" }
  /** Sealed at a level, or higher where its content asks for it. */
  | { readonly to: "sealed"; readonly level: SealedLevel; readonly class: FieldClass }
  /** A field's value: by its class. */
  | { readonly to: "value" }
  /** An object whose members are governed by their names: at `level` and `class` where a name says nothing. */
  | { readonly to: "members"; readonly level: SealedLevel; readonly class: FieldClass; readonly person: boolean }
  /** Known, and each member has its own rule. */
  | { readonly to: "parts"; readonly parts: Readonly<Record<string, FieldRule>> }
  /** Removed. */
  | { readonly to: "never"; readonly class: FieldClass }
  /** Not stored as it is: it becomes the subject, the session, a time, or nothing. */
  | { readonly to: "elsewhere" };

const text = (column: Column, limit: number): FieldRule => ({ to: "column", column, as: "text", limit });
const url = (column: Column): FieldRule => ({ to: "column", column, as: "url", limit: 1024 });
const fact = (column: Column): FieldRule => ({ to: "column", column, as: "fact" });
const sealed = (level: SealedLevel, name: FieldClass): FieldRule => ({ to: "sealed", level, class: name });
const never = (name: FieldClass): FieldRule => ({ to: "never", class: name });
const elsewhere: FieldRule = { to: "elsewhere" };

const base = { at: elsewhere, url: url("page") };
const press = { ...base, role: text("role", 64), name: sealed("internal", "free-text"), target: url("target") };
const form = { ...base, form: text("form", 256) };
const formField = { ...form, field: text("field", 256) };

/** The default policy: every field of every known type has its line here. What is not listed is sealed at internal. */
export const DEFAULT_POLICY: Readonly<Record<EventType, Readonly<Record<string, FieldRule>>>> = {
  hello: {
    at: elsewhere,
    schema: elsewhere,
    clock: elsewhere,
    visitor: elsewhere,
    session: elsewhere,
    previous: elsewhere,
    // Columns of every event of the stream: made once, by `streamColumns`.
    url: elsewhere,
    referrer: elsewhere,
    language: elsewhere,
    country: elsewhere,
    consent: elsewhere,
    generated: elsewhere,
    campaign: {
      to: "parts",
      parts: {
        source: elsewhere,
        medium: elsewhere,
        name: elsewhere,
        term: sealed("internal", "search"),
        content: sealed("internal", "free-text"),
      },
    },
    sdk: sealed("internal", "unknown"),
    viewport: sealed("internal", "quantity"),
    zone: sealed("internal", "region"),
    gpc: sealed("internal", "choice"),
    sample: sealed("internal", "quantity"),
    token: never("api-key"),
  },
  page_view: { ...base, title: sealed("internal", "free-text"), kind: fact("kind") },
  page_leave: { ...base, engaged: fact("duration"), scroll: fact("scroll") },
  click: { ...press, kind: fact("kind") },
  frustration: { ...press, kind: fact("kind") },
  form_view: { ...form, fields: fact("fields") },
  form_start: formField,
  form_submit: { ...form, duration: fact("duration"), filled: fact("fields") },
  form_abandon: { ...formField, duration: fact("duration"), filled: fact("fields") },
  form_error: { ...formField, kind: text("kind", 64) },
  field: {
    ...formField,
    class: { to: "column", column: "class", as: "class", limit: 64 },
    duration: fact("duration"),
    changes: fact("changes"),
    refills: fact("refills"),
    corrections: fact("corrections"),
    pasted: fact("pasted"),
    autofilled: fact("autofilled"),
    filled: fact("filled"),
    valid: fact("valid"),
    value: { to: "value" },
  },
  track: {
    ...base,
    name: text("name", 128),
    properties: { to: "members", level: "internal", class: "unknown", person: false },
  },
  identify: {
    ...base,
    user: sealed("confidential", "user-id"),
    traits: { to: "members", level: "confidential", class: "unknown", person: true },
    token: never("api-key"),
  },
  reset: base,
  consent: { ...base, choice: fact("kind") },
  error: {
    ...base,
    kind: fact("kind"),
    message: sealed("internal", "free-text"),
    source: sealed("internal", "url"),
    line: sealed("internal", "unknown"),
  },
  vital: { ...base, name: text("name", 32), value: fact("measure"), rating: text("kind", 32) },
};
