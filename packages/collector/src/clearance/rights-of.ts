import type { Access } from "./access.js";
import { type Right, RIGHTS } from "./rights.js";
import { ROLES } from "./roles.js";

/** @returns Every right that the roles and the rights beside them bring, each once, in the order of the list. */
export function rightsOf({ roles, rights }: Pick<Access, "roles" | "rights">): readonly Right[] {
  const held = new Set<Right>([...roles.flatMap((role): readonly Right[] => ROLES[role].rights), ...rights]);
  return (Object.keys(RIGHTS) as Right[]).filter((right) => held.has(right));
}
