import { LEVELS, type Level } from "@wayseal/protocol";
import { PURPOSES } from "../../clearance/purposes.js";
import { RIGHTS } from "../../clearance/rights.js";
import { ROLES } from "../../clearance/roles.js";

/** What schemas are made of: JSON Schema 2020-12. */
export type Schema = Readonly<Record<string, unknown>>;

export const text: Schema = { type: "string" };
export const whole: Schema = { type: "integer" };
export const count: Schema = { type: "integer", minimum: 0 };
export const flag: Schema = { type: "boolean" };
export const time: Schema = { type: "integer", minimum: 0, description: "Milliseconds since 1970" };
export const share: Schema = { type: "number", minimum: 0, maximum: 1 };
export const next: Schema = { type: ["string", "null"], description: "Give it back as cursor; null on the last page" };
export const hex: Schema = { type: "string", pattern: "^[0-9a-f]{32}$" };
export const counts: Schema = { type: "object", additionalProperties: count };

export const list = (items: Schema, more: Schema = {}): Schema => ({ type: "array", items, ...more });
export const object = (properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema => ({
  type: "object",
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
export const closed = (properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema => ({
  ...object(properties, optional),
  additionalProperties: false,
});
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

export const siteId: Schema = { type: "string", pattern: "^[a-z0-9-]{1,64}$" };
export const levels = Object.keys(LEVELS) as Level[];
export const roles = Object.keys(ROLES);
export const rights = Object.keys(RIGHTS);
export const purposes = Object.keys(PURPOSES);
export const sites = list(object({ id: siteId, name: text }));
export const range = { site: siteId, from: time, to: time };
