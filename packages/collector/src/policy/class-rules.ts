import type { Treatment } from "@wayseal/protocol";
import { classOfName as builtIn } from "./class-of-name.js";
import type { Policy } from "./compile-policy.js";
import { isRemoved } from "./handling.js";
import type { Place } from "./matches.js";
import { placeKey, remember } from "./remember.js";
import { ruleOn } from "./rule-on.js";

/** How a value is treated, and which rule says so. */
export interface Ruling {
  readonly treatment: Treatment;
  readonly class: string;
  /** The built-in class that a class of the file's own extends, and is made coarser as. */
  readonly of?: string;
  readonly rule: string;
  /** What is stored of it. */
  readonly form: "as-is" | "generalised" | "hashed";
}

/** What told a class. */
export type Sign = "class" | "name" | "content";

/** What a policy says of classes in one place. */
export interface ClassRules {
  /** @returns How values of a class are treated here. One that the policy does not know is `unknown`. */
  of(name: string, by: Sign): Ruling;
  /** @returns The class that the name of a field, property or trait tells, or null. */
  named(name: string, person: boolean): string | null;
}

const rulings = remember<Ruling>();

/** @param places Whose law holds; none: nobody knows. */
export function classRules(policy: Policy, place: Place, places: readonly string[]): ClassRules {
  const key = placeKey(place, places);
  return {
    of: (name, by) =>
      rulings(policy, `${key}\0${name}\0${by}`, () => make(policy, { ...place, class: name, places }, by)),
    named(name, person) {
      const found = builtIn(name, person);
      // A name of the file's own never hides one that tells a password.
      if (found !== null && policy.classes.get(found)!.handling.treatment === "never") return found;
      return policy.classOfName(name) ?? found;
    },
  };
}

function make(policy: Policy, question: Parameters<typeof ruleOn>[1], by: Sign): Ruling {
  const answer = ruleOn(policy, question);
  const { name, kinds } = policy.classes.get(question.class) ?? policy.classes.get("unknown")!;
  return {
    ...(kinds.length > 1 && { of: kinds.at(-1)! }),
    treatment: isRemoved(answer) ? "never" : answer.level,
    class: name,
    rule: answer.rule === "catalogue" ? `${by} ${name}` : `${by} ${name}: ${answer.rule}`,
    form: answer.treatment === "hash" ? "hashed" : answer.treatment === "generalise" ? "generalised" : "as-is",
  };
}
