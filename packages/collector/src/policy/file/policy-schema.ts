import { z } from "zod";
import { CATALOGUE, CLASS_GROUPS } from "../catalogue.js";
import { policyFile } from "./policy-file.js";

/** @returns The JSON Schema (2020-12) by which editors complete a policy file: published as docs/policy.schema.json. */
export function policySchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(policyFile, { io: "input" }) as Record<string, unknown>;
  const known = [...CATALOGUE.keys(), ...Object.keys(CLASS_GROUPS).map((name) => `@${name}`)];
  return { title: "wayseal.policy.yaml", ...suggest(schema, known) };
}

/** Offers the built-in classes wherever a class or a group may stand, beside names of the file's own. */
function suggest(value: Record<string, unknown>, known: readonly string[]): Record<string, unknown> {
  const isClass = typeof value["pattern"] === "string" && value["pattern"].startsWith("^@?");
  if (isClass) return { anyOf: [{ enum: known }, value] };
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, suggestIn(member, known)]));
}

function suggestIn(value: unknown, known: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => suggestIn(item, known));
  return typeof value === "object" && value !== null ? suggest(value as Record<string, unknown>, known) : value;
}
