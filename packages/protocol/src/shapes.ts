import type { EventMap, EventType } from "./events.js";

/** The shape of one value, as much of JSON Schema as events need. Lengths count UTF-16 units. */
export type Shape =
  | { readonly kind: "text"; readonly max: number; readonly min?: number; readonly pattern?: string }
  | { readonly kind: "choice"; readonly of: readonly string[] }
  | { readonly kind: "integer"; readonly min: number; readonly max: number }
  | { readonly kind: "number" }
  | { readonly kind: "flag" }
  | { readonly kind: "json" }
  | { readonly kind: "list"; readonly of: Shape; readonly min: number; readonly max: number }
  | { readonly kind: "object"; readonly fields: Readonly<Record<string, Field>> };

export interface Field {
  readonly shape: Shape;
  readonly optional: boolean;
}

const text = (max: number, min = 0): Shape => ({ kind: "text", max, min });
const pattern = (pattern: string, max: number): Shape => ({ kind: "text", max, pattern });
const integer = (max: number, min = 0): Shape => ({ kind: "integer", min, max });
const choice = (...of: string[]): Shape => ({ kind: "choice", of });
const flag: Shape = { kind: "flag" };
const json: Shape = { kind: "json" };
const required = (shape: Shape): Field => ({ shape, optional: false });
const optional = (shape: Shape): Field => ({ shape, optional: true });
const object = (fields: Readonly<Record<string, Field>>): Shape => ({ kind: "object", fields });

/** Longest span that a relative time may name: 400 days in milliseconds. */
const MAX_SPAN = 400 * 24 * 3600 * 1000;
/** Latest wall clock that can be written as a date: the end of ECMAScript's time values. */
const MAX_CLOCK = 8.64e15;
const ID = pattern("^[A-Za-z0-9_-]{22}$", 22);
const url = text(2048);
const name = text(256);
const span = integer(MAX_SPAN);
const count = integer(1_000_000);
const consent = choice("none", "granted");

const base = { at: required(span), url: optional(url) };
const press = { ...base, role: required(text(64)), name: optional(name), target: optional(url) };
const formBase = { ...base, form: required(name) };

/** Fields of every event type. `type` itself is checked apart. A field that is not listed is kept, at level internal. */
export const EVENT_SHAPES: {
  readonly [T in EventType]: { readonly [K in Exclude<keyof EventMap[T], "type">]-?: Field };
} = {
  hello: {
    at: required(span),
    schema: required(integer(65535, 1)),
    sdk: required(text(64, 1)),
    visitor: required(ID),
    session: required(ID),
    clock: required(integer(MAX_CLOCK)),
    url: required(url),
    referrer: optional(text(253)),
    viewport: optional({ kind: "list", of: integer(100_000), min: 2, max: 2 }),
    language: optional(text(35)),
    zone: optional(text(64)),
    consent: required(consent),
    gpc: optional(flag),
    campaign: optional(
      object({
        source: optional(name),
        medium: optional(name),
        name: optional(name),
        term: optional(name),
        content: optional(name),
      }),
    ),
    country: optional(pattern("^[A-Z]{2}$", 2)),
    token: optional(text(2048)),
    previous: optional({
      kind: "list",
      of: object({ stream: required(ID), count: required(count) }),
      min: 0,
      max: 16,
    }),
    generated: optional(flag),
    sample: optional({ kind: "number" }),
  },
  page_view: { ...base, title: optional(text(512)), kind: required(choice("load", "navigate", "restore")) },
  page_leave: { ...base, engaged: required(span), scroll: optional(integer(100)) },
  click: { ...press, kind: optional(choice("outbound", "download")) },
  frustration: { ...press, kind: required(choice("rage", "dead")) },
  form_view: { ...formBase, fields: required(count) },
  form_start: { ...formBase, field: required(name) },
  form_submit: { ...formBase, duration: required(span), filled: required(count) },
  form_abandon: { ...formBase, duration: required(span), filled: required(count), field: required(name) },
  form_error: { ...formBase, field: required(name), kind: required(text(64)) },
  field: {
    ...formBase,
    field: required(name),
    class: required(text(64)),
    duration: required(span),
    changes: required(count),
    refills: required(count),
    corrections: optional(count),
    pasted: required(flag),
    autofilled: required(flag),
    filled: required(flag),
    valid: required(flag),
    value: optional(text(16_384)),
  },
  track: { ...base, name: required(text(256, 1)), properties: optional(json) },
  identify: { ...base, user: required(text(256, 1)), traits: optional(json), token: optional(text(4096)) },
  reset: base,
  consent: { ...base, choice: required(consent) },
  error: {
    ...base,
    message: required(text(1024)),
    kind: optional(choice("error", "rejection", "resource")),
    source: optional(url),
    line: optional(count),
  },
  vital: { ...base, name: required(text(32, 1)), value: required({ kind: "number" }), rating: optional(text(32)) },
};
