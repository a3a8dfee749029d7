import { LEVELS, type Level } from "@wayseal/protocol";
import type { Access } from "./clearance/access.js";
import type { Purpose } from "./clearance/purposes.js";
import type { Right } from "./clearance/rights.js";
import { rightsOf } from "./clearance/rights-of.js";

/** A reveal that this very request makes use of: values of one subject that a second person approved of showing. */
export interface Grant {
  readonly id: string;
  readonly site: string;
  /** Hex of the subject's 16 bytes. */
  readonly subject: string;
  readonly classes: readonly string[];
  /** The clearance of whoever approved: nothing above it is shown. */
  readonly level: Level;
  /** Milliseconds since 1970. */
  readonly expires: number;
  readonly purpose: Purpose;
}

/** Who asks. Every query takes one; there is no way to ask without it. */
export interface Viewer extends Pick<Access, "clearance" | "sites" | "jurisdictions" | "purposes" | "allow" | "deny"> {
  /** The person's or token's id, for logs and the audit. Never an e-mail address. */
  readonly id: string;
  readonly kind: "person" | "token";
  /** Everything that this viewer may do. */
  readonly rights: readonly Right[];
  /** Whether what they see is by standing grant: a super user. */
  readonly standing: boolean;
  readonly grants: readonly Grant[];
}

/** @returns The viewer that an access makes of a person or token, without any grant. */
export function viewerOf(who: Pick<Viewer, "id" | "kind">, access: Access): Viewer {
  const { clearance, sites, jurisdictions, purposes, allow, deny } = access;
  return {
    ...{ id: who.id, kind: who.kind, clearance, sites, jurisdictions, purposes, allow, deny },
    rights: rightsOf(access),
    standing: access.roles.includes("super-user"),
    grants: [],
  };
}

/** The viewer asked about a site that is not theirs. Answered as if the site did not exist. */
export class NotVisible extends Error {
  override readonly name = "NotVisible";
  constructor() {
    super("There is no such site");
  }
}

/** The viewer may not do this, or not so much of it. The message is a sentence for people. */
export class NotCleared extends Error {
  override readonly name = "NotCleared";
}

/** @throws {NotVisible} If the viewer may not ask about `site`. */
export function requireSite(viewer: Viewer, site: string): void {
  if (viewer.sites !== "*" && !viewer.sites.includes(site)) throw new NotVisible();
}

/** @throws {NotCleared} If the viewer does not hold the right. */
export function requireRight(viewer: Viewer, right: Right): void {
  if (!viewer.rights.includes(right)) throw new NotCleared(`This takes the right ${right}, which you do not hold`);
}

/** @returns Whether the viewer's clearance reaches `level`. */
export function isCleared(viewer: Pick<Viewer, "clearance">, level: Level): boolean {
  return LEVELS[viewer.clearance] >= LEVELS[level];
}
