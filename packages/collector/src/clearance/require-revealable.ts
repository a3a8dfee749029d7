import { FIELD_CLASSES, isFieldClass, type Level } from "@wayseal/protocol";
import type { Viewer } from "../viewer.js";
import { decide } from "./decide.js";
import { RevealError } from "./reveal-error.js";

/**
 * Checks classes that somebody asks to see: each is known, is stored at all, and stands on no list that keeps it from them:
 * a second person lifts a clearance, and never what was denied.
 *
 * @throws {RevealError} `invalid` or `not-yours`
 */
export function requireRevealable(viewer: Viewer, site: string, classes: readonly string[]): void {
  for (const name of classes) {
    if (!isFieldClass(name)) throw new RevealError("invalid", `There is no class ${name}`);
    const level = FIELD_CLASSES[name];
    if (level === "never") throw new RevealError("invalid", `Values of class ${name} are never stored`);
    const grant = { id: "", site, subject: "", classes: [name], level, expires: 0, purpose: "analysis" } as const;
    const asked = { verb: "read-journeys", site, level, class: name, subject: "" } as const;
    const { verdict, rule } = decide({ ...viewer, grants: [grant] }, asked);
    if (verdict !== "show") throw new RevealError("not-yours", `${name}: ${rule}`);
  }
}

/**
 * Checks that whoever approves could see all of it themselves, by clearance alone.
 *
 * @returns The level up to which they approve.
 * @throws {RevealError} `not-yours`
 */
export function requireApprovable(viewer: Viewer, site: string, classes: readonly string[]): Level {
  for (const name of classes) {
    const level = isFieldClass(name) ? FIELD_CLASSES[name] : "never";
    const asked = { verb: "approve-reveals", site, level, class: name } as const;
    const { verdict } = decide({ ...viewer, grants: [] }, asked);
    if (verdict !== "show") {
      throw new RevealError(
        "not-yours",
        `Approving this takes clearance ${level}, and no list that keeps ${name} from you`,
      );
    }
  }
  return viewer.clearance;
}
