import { CLASS_GROUPS, type ClassGroup } from "../catalogue.js";
import type { PolicyFile } from "./policy-file.js";

/** A group that leads back to itself, as the way round: `a → b → a`. */
export class GroupLoop extends Error {
  override readonly name = "GroupLoop";
  constructor(readonly way: readonly string[]) {
    super(`goes round in a circle: ${way.map((name) => `@${name}`).join(" → ")}`);
  }
}

/**
 * @returns The classes that names of classes and of groups (`@name`) stand for.
 * @throws {GroupLoop}
 */
export function expandClasses(
  names: readonly string[],
  groups: PolicyFile["groups"] = {},
  way: readonly string[] = [],
): string[] {
  return names.flatMap((name) => {
    if (!name.startsWith("@")) return [name];
    const group = name.slice(1);
    if (way.includes(group)) throw new GroupLoop([...way.slice(way.indexOf(group)), group]);
    if (Object.hasOwn(groups, group)) return expandClasses(groups[group]!, groups, [...way, group]);
    return Object.hasOwn(CLASS_GROUPS, group) ? [...CLASS_GROUPS[group as ClassGroup]] : [];
  });
}

/** @returns Whether `@name` stands for something. */
export function isGroup(name: string, groups: PolicyFile["groups"] = {}): boolean {
  return Object.hasOwn(groups, name) || Object.hasOwn(CLASS_GROUPS, name);
}
