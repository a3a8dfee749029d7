import { type JsonObject, type JsonValue, MAX_JSON_DEPTH, MAX_JSON_NODES } from "@wayseal/protocol";
import { NEVER } from "./never.js";
import { classOfShape } from "./shape.js";
import { classOfWords } from "./words.js";

/** UTF-16 units of one text in custom properties. */
const MAX_TEXT = 1024;

/**
 * Copies what a page passes as properties or traits into plain JSON that the collector accepts: deeper and further
 * members are left out, and so is every member whose name or value is of a `never` class. What is no JSON becomes null.
 */
export function cleanJson(value: unknown): JsonObject | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return cleanValue(value, { nodes: MAX_JSON_NODES - 1 }, 1) as JsonObject;
}

function cleanValue(value: unknown, budget: { nodes: number }, depth: number): JsonValue | undefined {
  if (typeof value === "string") return isNever(classOfShape(value)) ? undefined : value.slice(0, MAX_TEXT);
  if (typeof value === "number")
    return isNever(classOfShape(String(value))) ? undefined : Number.isFinite(value) ? value : null;
  if (typeof value === "boolean") return value;
  if (typeof value !== "object" || value === null) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (depth > MAX_JSON_DEPTH) return undefined;
  const list = Array.isArray(value);
  const entries: [string, JsonValue][] = [];
  for (const [name, member] of Object.entries(value)) {
    if (name === "__proto__" || name.length > 256 || (!list && isNever(classOfWords(name)))) continue;
    if (--budget.nodes < 0) break;
    const clean = cleanValue(member, budget, depth + 1);
    if (clean !== undefined) entries.push([name, clean]);
  }
  return list ? entries.map(([, member]) => member) : Object.fromEntries(entries);
}

function isNever(name: ReturnType<typeof classOfWords>): boolean {
  return name !== null && NEVER.has(name);
}
