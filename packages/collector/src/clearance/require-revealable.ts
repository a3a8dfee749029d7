import type { Level } from "@wayseal/protocol";
import { classAsked, type Policy } from "../policy/index.js";
import type { Viewer } from "../viewer.js";
import { decide } from "./decide.js";
import { RevealError } from "./reveal-error.js";

/**
 * Checks classes that somebody asks to see: the policy in force has each of them, stores it at all, and no list keeps it
 * from them: a second person lifts a clearance, and never what was denied.
 *
 * @throws {RevealError} `invalid` or `not-yours`
 */
export function requireRevealable(viewer: Viewer, policy: Policy, site: string, classes: readonly string[]): void {
  for (const name of classes) {
    const asked = { verb: "read-journeys", subject: "", ...classAsked(policy, site, name, viewer.clearance) } as const;
    const { level } = asked;
    if (!asked.own) throw new RevealError("invalid", `There is no class ${name}`);
    if (level === "never") throw new RevealError("invalid", `Values of class ${name} are never stored`);
    const grant = { id: "", site, subject: "", classes: [name], level, expires: 0, purpose: "analysis" } as const;
    const { verdict, rule } = decide({ ...viewer, grants: [grant] }, asked);
    if (verdict !== "show") throw new RevealError("not-yours", `${name}: ${rule}`);
  }
}

/**
 * Checks that whoever approves could see all of it themselves, by clearance alone, whatever law it was stored under.
 *
 * @returns The level up to which they approve.
 * @throws {RevealError} `not-yours`
 */
export function requireApprovable(viewer: Viewer, policy: Policy, site: string, classes: readonly string[]): Level {
  // Where the visitor is the reveal does not say, and one of theirs may be anywhere.
  if (viewer.jurisdictions !== "*") {
    throw new RevealError(
      "not-yours",
      "Approving takes all jurisdictions: a reveal shows a visitor wherever they were",
    );
  }
  for (const name of classes) {
    const asked = { verb: "approve-reveals", ...classAsked(policy, site, name, viewer.clearance) } as const;
    const { verdict } = decide({ ...viewer, grants: [] }, asked);
    if (verdict !== "show") {
      const least = asked.level === "never" || !asked.own ? "restricted" : asked.level;
      throw new RevealError(
        "not-yours",
        `Approving this takes clearance ${least}, and no list that keeps ${name} from you`,
      );
    }
  }
  return viewer.clearance;
}

/** Whether `requireApprovable` lets them approve it. */
export function isApprovable(...asked: Parameters<typeof requireApprovable>): boolean {
  try {
    requireApprovable(...asked);
    return true;
  } catch (error) {
    if (error instanceof RevealError) return false;
    throw error;
  }
}
