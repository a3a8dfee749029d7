import type { SealedLevel } from "@wayseal/protocol";
import type { ClassRules, Ruling } from "./class-rules.js";

/** A part of an event whose level its type says. */
export interface Part {
  readonly level: SealedLevel;
  readonly class: string;
  /** What says so. */
  readonly rule: string;
}

/** Rules on a part of an event: its level is that of the part, unless the place or the class is denied. */
export function ruleOnPart(rules: ClassRules, { level, class: name, rule }: Part): Ruling {
  const ruling = rules.of(name, "class");
  return ruling.treatment === "never" ? ruling : { treatment: level, class: name, rule, form: "as-is" };
}
