import { LEVELS } from "@wayseal/protocol";
import type { Selectable } from "kysely";
import { type Access, type FieldList, NO_FIELDS } from "../clearance/access.js";
import { isRight } from "../clearance/rights.js";
import { isRole } from "../clearance/roles.js";
import { levelOf } from "./level-of.js";
import type { Tables } from "./tables.js";

type Columns = Pick<
  Selectable<Tables["person"]>,
  "roles" | "rights" | "clearance" | "sites" | "jurisdictions" | "purposes" | "allow" | "deny"
>;

/** @returns The columns of a person's or token's row that say what they may do and see. */
export function writeAccess(access: Access): Columns {
  const { roles, rights, clearance, sites, jurisdictions, purposes, allow, deny } = access;
  const list = (names: "*" | readonly string[]) => (names === "*" ? null : JSON.stringify(names));
  return {
    roles: JSON.stringify(roles),
    rights: JSON.stringify(rights),
    clearance: LEVELS[clearance],
    ...{ sites: list(sites), jurisdictions: list(jurisdictions), purposes: list(purposes) },
    allow: allow === null ? null : JSON.stringify(allow),
    deny: JSON.stringify(deny),
  };
}

/** A role or right that this version does not know gives nothing. */
export function readAccess(row: Columns): Access {
  const list = (names: string | null) => (names === null ? "*" : (JSON.parse(names) as string[]));
  return {
    roles: (JSON.parse(row.roles) as string[]).filter(isRole),
    rights: (JSON.parse(row.rights) as string[]).filter(isRight),
    clearance: levelOf(row.clearance),
    sites: list(row.sites),
    jurisdictions: list(row.jurisdictions),
    purposes: list(row.purposes) as Access["purposes"],
    allow: row.allow === null ? null : (JSON.parse(row.allow) as FieldList),
    deny: row.deny === null ? NO_FIELDS : (JSON.parse(row.deny) as FieldList),
  };
}
