import { isFieldClass } from "@wayseal/protocol";
import type { Access } from "./access.js";
import { isColumn } from "./public-columns.js";
import { CUSTOMER_DATA } from "./rights.js";
import { rightsOf } from "./rights-of.js";

/** A bundle that nobody may hold. The message begins with `Impossible clearance` and is one line for people. */
export class ImpossibleClearance extends Error {
  override readonly name = "ImpossibleClearance";
  constructor(why: string) {
    super(`Impossible clearance: ${why}`);
  }
}

/**
 * Refuses what would put both keys of a lock into one hand, and lists that contradict themselves.
 *
 * @param isClass Whether there is such a class, for what lists name. @default one that is built in
 * @throws {ImpossibleClearance}
 */
export function requirePossible(access: Access, isClass: (name: string) => boolean = isFieldClass): void {
  const rights = new Set<string>(rightsOf(access));
  const data = CUSTOMER_DATA.find((right) => rights.has(right));
  if (data !== undefined && rights.has("keep-audit")) {
    throw new ImpossibleClearance(`${data} and keep-audit: nobody may read customers' data and keep the audit trail`);
  }
  if (rights.has("ask-reveals") && rights.has("approve-reveals")) {
    throw new ImpossibleClearance("ask-reveals and approve-reveals: nobody may approve their own reveal");
  }
  const { allow, deny } = access;
  for (const name of [...(allow?.classes ?? []), ...deny.classes]) {
    if (!isClass(name)) throw new ImpossibleClearance(`there is no class ${name}`);
  }
  for (const field of [...(allow?.fields ?? []), ...deny.fields]) {
    const column = /^column\/(.+)$/s.exec(field)?.[1];
    if (column !== undefined && column !== "*" && !isColumn(column)) {
      throw new ImpossibleClearance(`there is no column ${column}`);
    }
  }
  const both = [...(allow?.classes ?? []), ...(allow?.fields ?? [])].find(
    (name) => deny.classes.includes(name) || deny.fields.includes(name),
  );
  if (both !== undefined) throw new ImpossibleClearance(`${both} is on the allow list and on the deny list`);
}
