import { LEVELS } from "@wayseal/protocol";
import { NotCleared, type Viewer } from "../viewer.js";
import type { Access, FieldList } from "./access.js";
import { coversJurisdiction } from "./covers-jurisdiction.js";
import { rightsOf } from "./rights-of.js";

/**
 * Nobody gives a program more than they have themselves: a program acts at once, and nobody has to take part in it.
 *
 * @throws {NotCleared} Names the first thing that is more.
 */
export function requireWithin(viewer: Viewer, access: Access): void {
  const more = beyond(viewer, access);
  if (more !== null) throw new NotCleared(`Nobody makes a token with more than they have: ${more}`);
}

/** @returns The first thing that an access has and a viewer has not, in words, or null. */
export function beyond(viewer: Viewer, access: Access): string | null {
  if (LEVELS[access.clearance] > LEVELS[viewer.clearance]) {
    return `it would be cleared to ${access.clearance}, and you are to ${viewer.clearance}`;
  }
  const right = rightsOf(access).find((right) => !viewer.rights.includes(right));
  if (right !== undefined) return `it would hold the right ${right}`;
  if (access.roles.includes("super-user") && !viewer.standing) return "it would be a super user";
  const outside = <Name>(held: "*" | readonly Name[], asked: "*" | readonly Name[], has: (name: Name) => boolean) =>
    held !== "*" && (asked === "*" || !asked.every(has));
  const { sites, jurisdictions, purposes } = viewer;
  if (outside(sites, access.sites, (site) => sites.includes(site))) return "it would have sites that are not yours";
  const isHeld = (one: string) =>
    jurisdictions.includes(one) || (one !== "EU" && coversJurisdiction(jurisdictions, one));
  if (outside(jurisdictions, access.jurisdictions, isHeld)) return "it would see visitors outside your jurisdictions";
  if (outside(purposes, access.purposes, (one) => purposes.includes(one)))
    return "it would have purposes that are not yours";
  if (viewer.allow !== null && (access.allow === null || !contains(viewer.allow, access.allow))) {
    return "it would see fields that your allow list does not name";
  }
  return contains(access.deny, viewer.deny) ? null : "it would see fields that your deny list names";
}

function contains(outer: FieldList, inner: FieldList): boolean {
  return (
    inner.classes.every((name) => outer.classes.includes(name)) &&
    inner.fields.every((name) => outer.fields.includes(name))
  );
}
