import type { EventType, JsonObject, JsonValue } from "@wayseal/protocol";
import { cleanText } from "../policy/clean-text.js";
import { cleanUrl } from "../policy/clean-url.js";
import { DEFAULT_POLICY, type FieldRule } from "../policy/index.js";

/** Items of a list that are shown. */
const ITEMS = 20;
/** A word of a closed list, such as a kind. */
const WORD = /^[a-z][a-z0-9_-]{0,31}$/;

/**
 * What people are shown of a refused event: what would be a public column, cleaned as one, and of every other value no more
 * than of what kind it is, which is what a mistake in a shape is seen by. Nothing told its class reliably, so nobody's
 * clearance reaches it.
 */
export function redactRefused(event: JsonObject): JsonObject {
  const { type } = event;
  const rules: Readonly<Record<string, FieldRule>> =
    typeof type === "string" && Object.hasOwn(DEFAULT_POLICY, type)
      ? DEFAULT_POLICY[type as EventType]
      : DEFAULT_POLICY.reset;
  return Object.fromEntries(
    Object.entries(event).map(([name, value]): [string, JsonValue] => {
      if (name === "type" && typeof value === "string") return [name, cleanText(value, 64).text];
      if (name === "at" && typeof value === "number") return [name, value];
      const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
      return [cleanText(name, 128).text, rule?.to === "column" ? columnOf(rule, value) : kindOf(value)];
    }),
  );
}

function columnOf(rule: FieldRule & { to: "column" }, value: JsonValue): JsonValue {
  if (rule.as === "fact") {
    const isFact = typeof value === "number" || typeof value === "boolean";
    return isFact || (typeof value === "string" && WORD.test(value)) ? value : kindOf(value);
  }
  if (typeof value !== "string") return kindOf(value);
  return (rule.as === "url" ? cleanUrl(value, rule.limit) : cleanText(value, rule.limit)).text;
}

/** The same mark for every value of a kind, whatever its length. */
function kindOf(value: JsonValue): JsonValue {
  if (value === null) return null;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).slice(0, ITEMS).map(kindOf);
  switch (typeof value) {
    case "string":
      return "(text)";
    case "number":
      return "(number)";
    case "boolean":
      return "(true or false)";
    default:
      return Object.fromEntries(
        Object.entries(value as JsonObject).map(([name, member]) => [cleanText(name, 128).text, kindOf(member)]),
      );
  }
}
