import { LEVELS } from "@wayseal/protocol";
import type { FieldNote } from "../pipeline/states.js";
import type { Viewer } from "../viewer.js";

/** What a viewer gets of one field, and the rule that says so, in words for people. */
export interface Decision {
  readonly verdict: "show" | "mask" | "withhold";
  readonly rule: string;
}

/**
 * Decides what a viewer may see of a field: all of it up to their clearance, a mask of it one level above, nothing
 * beyond. What policy removed nobody sees. The one place where this is decided.
 */
export function decide(viewer: Viewer, note: Pick<FieldNote, "level" | "class">): Decision {
  if (note.level === "never") {
    return { verdict: "withhold", rule: `${describe(note.class)} is never stored: it was removed on the way in` };
  }
  const above = levelOf(note.level) - levelOf(viewer.clearance);
  if (above <= 0) return { verdict: "show", rule: `Your clearance is ${viewer.clearance}; this is ${note.level}` };
  if (above === 1) {
    return {
      verdict: "mask",
      rule: `Masked: this is ${note.level}, one level above your clearance (${viewer.clearance})`,
    };
  }
  return { verdict: "withhold", rule: `Withheld: this is ${note.level}, and your clearance is ${viewer.clearance}` };
}

/** @returns The level's number; a level that is not known is above all that are, so nobody is cleared for it. */
function levelOf(level: string): number {
  return Object.hasOwn(LEVELS, level) ? LEVELS[level as keyof typeof LEVELS] : Number.POSITIVE_INFINITY;
}

/** @returns The class as the beginning of a sentence: `A card security code`. */
export function describe(name: string): string {
  const words = name === "unknown" ? "value of unknown class" : name.replaceAll("-", " ");
  return `${/^[aeio]/.test(words) ? "An" : "A"} ${words}`;
}
