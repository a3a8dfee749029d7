import { asList } from "./file/as-list.js";
import { expandClasses } from "./file/expand-classes.js";
import type { PolicyFile, Selector } from "./file/policy-file.js";

/** Where a value is. `form` and `field` are those of a form, `property` that of `track` or a trait of `identify`. */
export interface Place {
  readonly site: string;
  readonly form?: string | undefined;
  readonly field?: string | undefined;
  readonly property?: string | undefined;
}

/** A selector as it is asked. */
export type Matcher = (place: Place, name: string) => boolean;

/**
 * Makes a selector's question: everything that it names must be so.
 *
 * @param kindsOf What else a class is, where one of these is enough.
 */
export function compileSelector(
  selector: Selector,
  groups: PolicyFile["groups"],
  kindsOf = (name: string): readonly string[] => [name],
): Matcher {
  const names = (["site", "form", "field", "property"] as const).flatMap((key) => {
    const patterns = selector[key];
    return patterns === undefined ? [] : [[key, compilePatterns(patterns)] as const];
  });
  const { class: named } = selector;
  const classes = named === undefined ? null : new Set(expandClasses(asList(named), groups));
  return (place, name) =>
    (classes === null || kindsOf(name).some((kind) => classes.has(kind))) &&
    names.every(([key, isNamed]) => {
      const value = place[key];
      return value !== undefined && isNamed(value);
    });
}

/** @returns Whether one of the patterns, in which `*` stands for any characters, is a name. Case does not matter. */
export function compilePatterns(patterns: string | readonly string[]): (name: string) => boolean {
  const one = new RegExp(
    `^(?:${asList(patterns)
      .map((pattern) => patternSource(pattern))
      .join("|")})$`,
    "isu",
  );
  return (name) => one.test(name);
}

/**
 * @param any What `*` stands for.
 * @returns The pattern as the source of a regular expression. It has no nested repetition, so it cannot be made slow.
 */
export function patternSource(pattern: string, any = ".*"): string {
  return pattern
    .split("*")
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"))
    .join(any);
}
