import type { Command } from "commander";
import type { Access, FieldList } from "../clearance/access.js";
import type { Right } from "../clearance/rights.js";
import type { Purpose } from "../clearance/purposes.js";
import { type RoleName, ROLES } from "../clearance/roles.js";
import { parseScope } from "./scope.js";

/** What the options say, as the operations take it. Names are checked there. */
export interface AccessOptions {
  readonly role?: string;
  readonly right?: string;
  readonly clearance?: string;
  readonly sites?: string;
  readonly jurisdictions?: string;
  readonly purposes?: string;
  readonly allow?: string;
  readonly deny?: string;
}

/** Adds the options by which a person's or token's access is said. */
export function withAccess(command: Command): Command {
  return command
    .option("--role <roles>", `what they are, with commas between: ${Object.keys(ROLES).join(", ")}`)
    .option("--right <rights>", "rights beside those of their roles, with commas between (docs/clearance.md)")
    .option(
      "--clearance <level>",
      "the highest level that they may read: public, internal, confidential, restricted (default: the role's)",
    )
    .option("--jurisdictions <codes>", "where visitors are whose data they may see, such as DE,US-CA or EU, or all")
    .option("--purposes <names>", "what they may look at sensitive values for, with commas between, or all")
    .option("--allow <names>", "show only these classes and fields (email,order/note), or all")
    .option("--deny <names>", "never show these classes and fields, or none");
}

export const ROLE_HELP = Object.entries(ROLES)
  .map(([name, { about }]) => `  ${name.padEnd(16)} ${about}`)
  .join("\n");

/** @returns What was said; what was not is absent. */
export function accessArgs({ role, right, clearance, sites, jurisdictions, purposes, allow, deny }: AccessOptions) {
  return {
    ...(role !== undefined && { roles: names(role) as RoleName[] }),
    ...(right !== undefined && { rights: names(right) as Right[] }),
    ...(clearance !== undefined && { clearance: clearance as Access["clearance"] }),
    ...(sites !== undefined && { sites: parseScope(sites) }),
    ...(jurisdictions !== undefined && { jurisdictions: parseScope(jurisdictions) }),
    ...(purposes !== undefined && { purposes: parseScope(purposes) as "*" | Purpose[] }),
    ...(allow !== undefined && { allow: allow === "all" ? null : fieldList(allow) }),
    ...(deny !== undefined && { deny: deny === "none" ? fieldList("") : fieldList(deny) }),
  };
}

function names(list: string): string[] {
  return list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** A name with a slash or a dot in it is a field's; any other is a class. */
function fieldList(list: string): { classes: string[]; fields: string[] } {
  const all = names(list);
  const isField = (name: string) => /[/.]/.test(name);
  return { classes: all.filter((name) => !isField(name)), fields: all.filter(isField) } satisfies FieldList;
}

/** @returns `, jurisdictions EU, never birthday, order/note`: what narrows an access beside its clearance, or nothing. */
export function limitsText({ jurisdictions, allow, deny }: Pick<Access, "jurisdictions" | "allow" | "deny">): string {
  const all = ({ classes, fields }: FieldList) => [...classes, ...fields].join(", ") || "nothing";
  return [
    jurisdictions === "*" ? "" : `, jurisdictions ${jurisdictions.join(",")}`,
    allow === null ? "" : `, only ${all(allow)}`,
    deny.classes.length + deny.fields.length === 0 ? "" : `, never ${all(deny)}`,
  ].join("");
}

/** @returns `super-user + erase`, for tables. */
export function rolesText({ roles, rights }: Pick<Access, "roles" | "rights">): string {
  return [...roles, ...rights.map((right) => `+${right}`)].join(" ") || "—";
}
