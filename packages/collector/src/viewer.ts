import { LEVELS, type Level } from "@wayseal/protocol";

/** Who asks. Every query takes one; there is no way to ask without it. */
export interface Viewer {
  /** The person's or token's id, for logs and the audit. Never an e-mail address. */
  readonly id: string;
  readonly kind: "person" | "token";
  /** The highest level that this viewer may read. */
  readonly clearance: Level;
  /** Sites that this viewer may ask about. */
  readonly sites: "*" | readonly string[];
}

/** The viewer asked about a site that is not theirs. Answered as if the site did not exist. */
export class NotVisible extends Error {
  override readonly name = "NotVisible";
  constructor() {
    super("There is no such site");
  }
}

/** @throws {NotVisible} If the viewer may not ask about `site`. */
export function requireSite(viewer: Viewer, site: string): void {
  if (viewer.sites !== "*" && !viewer.sites.includes(site)) throw new NotVisible();
}

/** @returns Whether the viewer's clearance reaches `level`. */
export function isCleared(viewer: Viewer, level: Level): boolean {
  return LEVELS[viewer.clearance] >= LEVELS[level];
}
