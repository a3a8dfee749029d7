import { type Level, LEVELS } from "@wayseal/protocol";
import { type Access, NO_FIELDS } from "./access.js";
import type { Purpose } from "./purposes.js";
import { ImpossibleClearance, requirePossible } from "./require-possible.js";
import { rightsOf } from "./rights-of.js";
import { ACCESS_OF_CLEARANCE, type Role, ROLES, type RoleName } from "./roles.js";

/** What is said of somebody's access; what is left out comes from their roles, or stays as it was. */
export type AccessAsked = { readonly [Name in keyof Access]?: Access[Name] | undefined };

/**
 * Makes what is said into a whole access: new roles bring their own rights, clearance and purposes, and what is said
 * beside them counts instead. Without roles a clearance stands for those that fit it.
 *
 * @param before What they had; absent for somebody new.
 * @param isClass Whether lists may name such a class. @default one that is built in
 * @throws {ImpossibleClearance}
 */
export function composeAccess(asked: AccessAsked, before?: Access, isClass?: (name: string) => boolean): Access {
  const made = asked.roles === undefined && before !== undefined ? before : fromRoles(asked);
  const access: Access = {
    ...made,
    // Where somebody may look is no matter of their role.
    sites: asked.sites ?? before?.sites ?? [],
    jurisdictions: asked.jurisdictions ?? before?.jurisdictions ?? "*",
    allow: asked.allow !== undefined ? asked.allow : (before?.allow ?? null),
    deny: asked.deny ?? before?.deny ?? NO_FIELDS,
    rights: asked.rights ?? made.rights,
    clearance: asked.clearance ?? made.clearance,
    purposes: asked.purposes ?? made.purposes,
  };
  if (rightsOf(access).length === 0) throw new ImpossibleClearance("no role and no right: it could do nothing");
  requirePossible(access, isClass);
  return access;
}

function fromRoles({
  roles,
  rights,
  clearance,
}: AccessAsked): Pick<Access, "roles" | "rights" | "clearance" | "purposes"> {
  if (roles === undefined && rights === undefined) {
    if (clearance === undefined) throw new ImpossibleClearance("name a role or a clearance");
    return { ...ACCESS_OF_CLEARANCE[clearance], clearance, purposes: "*" };
  }
  const held = (roles ?? []).map((name: RoleName): Role => ROLES[name]);
  return {
    roles: [...new Set(roles ?? [])],
    rights: [],
    clearance: held.reduce<Level>(
      (most, role) => (LEVELS[role.clearance] > LEVELS[most] ? role.clearance : most),
      "public",
    ),
    purposes: held.some(({ purposes }) => purposes === "*")
      ? "*"
      : [...new Set(held.flatMap(({ purposes }) => purposes as readonly Purpose[]))],
  };
}
