import { type Level, LEVELS } from "@wayseal/protocol";
import { z } from "zod";
import { JURISDICTION } from "./covers-jurisdiction.js";
import { PURPOSES, type Purpose } from "./purposes.js";
import { type Right, RIGHTS } from "./rights.js";
import { type RoleName, ROLES } from "./roles.js";

const oneOf = <Name extends string>(what: string, table: Readonly<Record<Name, unknown>>) => {
  const names = Object.keys(table) as [Name, ...Name[]];
  return z.enum(names, { error: `${what} is one of ${names.join(", ")}` });
};

const all = z.literal("*");

/** `form/field` or `type.path`; `*` for a whole part. What is captured may be named as the site pleases. */
const fieldName = z
  .string()
  .min(1, "A field is named form/field")
  .max(256, "A field's name is too long")
  .regex(/^[^\p{Cc}]+$/u, "A field is named form/field");

const fieldList = z.strictObject({
  classes: z.array(z.string().min(1).max(64)).max(100),
  fields: z.array(fieldName).max(100),
});

/** What may be said of somebody's access, by whoever gives it. `composeAccess` says whether it is possible. */
export const ACCESS_FIELDS = {
  roles: z.array(oneOf<RoleName>("A role", ROLES)).max(Object.keys(ROLES).length).optional(),
  rights: z.array(oneOf<Right>("A right", RIGHTS)).max(Object.keys(RIGHTS).length).optional(),
  clearance: oneOf<Level>("A clearance", LEVELS).optional(),
  jurisdictions: z
    .union([
      all,
      z
        .array(z.string().regex(JURISDICTION, "A jurisdiction is a country (DE), a region (US-CA), or EU"))
        .min(1, "Name at least one jurisdiction, or all")
        .max(100),
    ])
    .optional(),
  purposes: z.union([all, z.array(oneOf<Purpose>("A purpose", PURPOSES)).max(Object.keys(PURPOSES).length)]).optional(),
  allow: fieldList.nullable().optional(),
  deny: fieldList.optional(),
} as const;
