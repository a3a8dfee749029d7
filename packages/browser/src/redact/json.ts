import { type JsonObject, type JsonValue, MAX_JSON_DEPTH, MAX_JSON_NODES } from "@wayseal/protocol";
import { classOfWords, knowsAllWords } from "./class-of-words.js";
import { isNever } from "./never.js";
import { neverShape } from "./never-shape.js";
import type { RedactRules } from "./redact.js";
import type { Removed } from "../states.js";
import { cutTyped } from "./typed.js";

/** UTF-16 units of one text in custom properties. */
const MAX_TEXT = 1024;

type Rules = Pick<RedactRules, "needWords" | "registered">;

/**
 * Copies what a page passes as properties or traits into plain JSON that the collector accepts: deeper and further
 * members are left out, and so is every member whose name or value is of a `never` class. What is no JSON becomes null.
 *
 * @param path Where it stands in the event.
 * @param removed Takes what is left out, by its path, and why.
 */
export function cleanJson(given: unknown, rules: Rules = {}, path = "", removed: Removed = {}): JsonObject | undefined {
  const more = path === "properties" ? rules.registered : undefined;
  const value = given ?? more;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  let nodes = MAX_JSON_NODES;

  const clean = (member: unknown, where: string, depth: number): JsonValue | undefined => {
    if (--nodes < 0) return undefined;
    if (typeof member === "string" || typeof member === "number") {
      if (neverShape(String(member))) {
        removed[where] = "never";
        return undefined;
      }
      if (typeof member === "string") return cutTyped(member.slice(0, MAX_TEXT), true);
      return Number.isFinite(member) ? member : null;
    }
    if (typeof member === "boolean") return member;
    if (typeof member !== "object" || member === null) return null;
    // Pages may have a `toJSON` of their own.
    if (member instanceof Date) return isNaN(+member) ? null : member.toISOString();
    if (depth > MAX_JSON_DEPTH) return undefined;
    const list = Array.isArray(member);
    const entries: [string, JsonValue][] = [];
    for (const [name, raw] of Object.entries(member)) {
      if (name === "__proto__" || name.length > 256) continue;
      const open = !list && !knowsAllWords() && /[^ -~]/.test(name);
      if (open) rules.needWords?.();
      if (open || (!list && isNever(classOfWords(name)?.[0]))) {
        removed[`${where}.${name}`] = open ? "undecided" : "never";
        continue;
      }
      const kept = clean(raw, `${where}.${name}`, depth + 1);
      if (kept !== undefined) entries.push([cutTyped(name, true), kept]);
    }
    return list ? entries.map(([, kept]) => kept) : Object.fromEntries(entries);
  };
  return clean({ ...more, ...value }, path, 1) as JsonObject;
}
