import type { EventType, JsonObject, WaysealEvent } from "./events.js";
import { EVENT_SHAPES, type Field, type Shape } from "./shapes.js";

/** Nesting of custom JSON and of fields that this version does not know. */
export const MAX_JSON_DEPTH = 4;
/** Keys and list items of custom JSON, over all levels. */
export const MAX_JSON_NODES = 512;
const TYPE = /^[a-z][a-z0-9_]{0,63}$/;

/** An event of a newer sender's type. It is kept as it is, at level internal. */
export interface UnknownEvent {
  readonly type: string;
  readonly at: number;
  readonly url?: string;
}

export type Validated =
  /** `extra` holds the fields that this version does not know. */
  | { readonly known: true; readonly event: WaysealEvent; readonly extra: JsonObject }
  | { readonly known: false; readonly event: UnknownEvent; readonly extra: JsonObject }
  /** `fault` names the field and what it should be; never the value that was sent. */
  | { readonly known: null; readonly fault: string };

/**
 * Checks a record's JSON against its event type. Never throws, whatever the input, and follows no prototype.
 *
 * @param value What `JSON.parse` returned.
 * @returns The event with its known fields only, copied, and the unknown ones apart; or the first fault.
 */
export function validateEvent(value: unknown): Validated {
  if (!isObject(value)) return { known: null, fault: "an event must be an object" };
  const type = own(value, "type");
  if (typeof type !== "string" || !TYPE.test(type)) return { known: null, fault: "type must be a lower-case word" };
  const known = Object.hasOwn(EVENT_SHAPES, type);
  const fields: Readonly<Record<string, Field>> = known ? EVENT_SHAPES[type as EventType] : EVENT_SHAPES.reset;
  const event: Record<string, unknown> = { type };
  const extra: Record<string, unknown> = {};
  const budget = { nodes: MAX_JSON_NODES };

  for (const [name, { shape, optional }] of Object.entries(fields)) {
    const field = own(value, name);
    if (field === undefined) {
      if (!optional) return { known: null, fault: `${type}.${name} is missing` };
      continue;
    }
    const fault = mismatch(field, shape, budget, 1);
    if (fault !== null) return { known: null, fault: `${type}.${name} ${fault}` };
    event[name] = field;
  }
  for (const name of Object.keys(value)) {
    if (name === "type" || Object.hasOwn(fields, name)) continue;
    if (name === "__proto__") return { known: null, fault: "a field may not be named __proto__" };
    if (name.length > 256) return { known: null, fault: "a field's name must have at most 256 characters" };
    const field = value[name];
    const fault = mismatch(field, JSON_SHAPE, budget, 2);
    if (fault !== null) return { known: null, fault: `a field that is not known ${fault}` };
    extra[name] = field;
  }
  return { known, event, extra } as unknown as Validated;
}

const JSON_SHAPE: Shape = { kind: "json" };

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** @returns What is wrong with the value, as the end of a sentence, or null. */
function mismatch(value: unknown, shape: Shape, budget: { nodes: number }, depth: number): string | null {
  switch (shape.kind) {
    case "text":
      if (typeof value !== "string") return "must be a string";
      if (value.length > shape.max) return `must have at most ${shape.max} characters`;
      if (value.length < (shape.min ?? 0)) return "must not be empty";
      if (shape.pattern !== undefined && !compiled(shape.pattern).test(value)) return `must match ${shape.pattern}`;
      return null;
    case "choice":
      return typeof value === "string" && shape.of.includes(value) ? null : `must be one of ${shape.of.join(", ")}`;
    case "integer":
      return Number.isSafeInteger(value) && (value as number) >= shape.min && (value as number) <= shape.max
        ? null
        : `must be a whole number from ${shape.min} to ${shape.max}`;
    case "number":
      return Number.isFinite(value) ? null : "must be a number";
    case "flag":
      return typeof value === "boolean" ? null : "must be true or false";
    case "list":
      if (!Array.isArray(value)) return "must be a list";
      if (value.length < shape.min || value.length > shape.max) return `must have ${shape.min} to ${shape.max} items`;
      for (const item of value) {
        const fault = mismatch(item, shape.of, budget, depth + 1);
        if (fault !== null) return `has an item that ${fault}`;
      }
      return null;
    case "object":
      if (!isObject(value)) return "must be an object";
      for (const name of Object.keys(value)) {
        if (!Object.hasOwn(shape.fields, name)) return "has a member that is not known";
      }
      for (const [name, { shape: inner, optional }] of Object.entries(shape.fields)) {
        const member = own(value, name);
        if (member === undefined) {
          if (!optional) return `lacks ${name}`;
          continue;
        }
        const fault = mismatch(member, inner, budget, depth + 1);
        if (fault !== null) return `.${name} ${fault}`;
      }
      return null;
    case "json":
      return depth === 1 && !isObject(value) ? "must be an object" : jsonFault(value, budget, depth);
  }
}

function jsonFault(value: unknown, budget: { nodes: number }, depth: number): string | null {
  if (--budget.nodes < 0) return `must have at most ${MAX_JSON_NODES} members`;
  if (typeof value !== "object" || value === null) return null;
  if (depth > MAX_JSON_DEPTH) return `must be at most ${MAX_JSON_DEPTH} levels deep`;
  if (Array.isArray(value)) {
    for (const item of value) {
      const fault = jsonFault(item, budget, depth + 1);
      if (fault !== null) return fault;
    }
    return null;
  }
  for (const name of Object.keys(value)) {
    if (name === "__proto__") return "may not have a member named __proto__";
    if (name.length > 256) return "may not have a member whose name has over 256 characters";
    const fault = jsonFault((value as Record<string, unknown>)[name], budget, depth + 1);
    if (fault !== null) return fault;
  }
  return null;
}

const patterns = new Map<string, RegExp>();

function compiled(source: string): RegExp {
  let regex = patterns.get(source);
  if (regex === undefined) patterns.set(source, (regex = new RegExp(source)));
  return regex;
}
