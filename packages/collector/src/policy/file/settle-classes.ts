import { CATALOGUE } from "../catalogue.js";
import { type Handling, isStricter } from "../handling.js";
import type { PolicyFile } from "./policy-file.js";

/** A class as a policy has it. */
export interface SettledClass {
  readonly name: string;
  /** What it is, narrowest first: itself, what it extends, and so on. What is said of one of them holds for it too. */
  readonly kinds: readonly string[];
  readonly handling: Handling;
  /** Who says so: the catalogue, or the file. */
  readonly by: "catalogue" | "file";
  readonly names: readonly string[];
  readonly about?: string | undefined;
}

/** @returns Every class, built in or the file's own. A loop of `extends` ends where it was begun: it is a fault elsewhere. */
export function settleClasses({ classes = {} }: Pick<PolicyFile, "classes">): ReadonlyMap<string, SettledClass> {
  const settled = new Map<string, SettledClass>();
  for (const [name, handling] of CATALOGUE)
    settled.set(name, { name, kinds: [name], handling, by: "catalogue", names: [] });
  const settle = (name: string, way: readonly string[]): SettledClass | undefined => {
    const setting = Object.hasOwn(classes, name) && !way.includes(name) ? classes[name] : undefined;
    if (setting === undefined) return settled.get(name);
    const parent = setting.extends === undefined ? undefined : settle(setting.extends, [...way, name]);
    const base: Handling = parent?.handling ?? CATALOGUE.get(name) ?? { treatment: "keep", level: "restricted" };
    const said = { treatment: setting.treatment ?? base.treatment, level: setting.level ?? base.level };
    // Nothing that is never captured is loosened by another name.
    const treatment = base.treatment === "never" || isStricter(said.treatment, "drop") ? "never" : said.treatment;
    const made: SettledClass = {
      ...{ name, kinds: [name, ...(parent?.kinds ?? [])], handling: { ...said, treatment }, by: "file" },
      ...{ names: setting.names ?? [], about: setting.about },
    };
    settled.set(name, made);
    return made;
  };
  for (const name of Object.keys(classes)) settle(name, []);
  return settled;
}
