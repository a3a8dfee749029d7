import type { ClassRules, Ruling } from "./class-rules.js";
import { stricter } from "./stricter.js";

/**
 * Rules on a value that holds what its content tells as a class: it is raised to what that asks for.
 *
 * @returns Null where that is cut out of it: never stored, or what would be hashed or made coarser, which nothing is in the
 *   middle of a text.
 */
export function ruleOnContent(rules: ClassRules, ruling: Ruling, found: string): Ruling | null {
  const content = rules.of(found, "content");
  return content.treatment === "never" || content.form !== "as-is" ? null : stricter(ruling, content);
}
