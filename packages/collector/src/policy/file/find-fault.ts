import { LEVELS } from "@wayseal/protocol";
import { CATALOGUE } from "../catalogue.js";
import { classOfName } from "../class-of-name.js";
import { isRemoved, isStricter } from "../handling.js";
import type { Pack } from "../packs/pack.js";
import { asList } from "./as-list.js";
import { expandClasses, GroupLoop, isGroup } from "./expand-classes.js";
import type { PolicyFile, Selector, ViewedSelector } from "./policy-file.js";
import { type SettledClass, settleClasses } from "./settle-classes.js";

/** What is wrong with a policy, and where. `key`: with the name of a member, not with what it says. */
export interface Fault {
  readonly path: readonly (string | number)[];
  readonly why: string;
  readonly key?: boolean;
}

/** What a file is held against. */
interface Known {
  readonly packs: readonly Pack[];
  /** Every class as the file has it. */
  readonly classes: ReadonlyMap<string, SettledClass>;
}

type Selectors = readonly (readonly [readonly (string | number)[], Selector | ViewedSelector])[];

/** @returns The first thing that a policy of the right shape says and cannot mean, or null. */
export function findFault(file: PolicyFile, packs: readonly Pack[]): Fault | null {
  const faults = [faultOfGroups, faultOfClasses, faultOfPacks, faultOfLists, faultOfViewing, faultOfPublic];
  const classes = settleClasses(file);
  for (const find of faults) {
    const fault = find(file, { packs, classes });
    if (fault !== null) return fault;
  }
  return null;
}

function faultOfGroups({ groups = {}, classes = {} }: PolicyFile): Fault | null {
  const known = (name: string) => CATALOGUE.has(name) || Object.hasOwn(classes, name);
  for (const [name, members] of Object.entries(groups)) {
    for (const [i, member] of members.entries()) {
      const fault = unknownName(member, known, groups);
      if (fault !== null) return { path: ["groups", name, i], why: fault };
    }
    try {
      expandClasses([`@${name}`], groups);
    } catch (error) {
      if (error instanceof GroupLoop) return { path: ["groups", name], why: error.message, key: true };
      throw error;
    }
  }
  return null;
}

function faultOfClasses({ classes = {} }: PolicyFile): Fault | null {
  for (const [name, setting] of Object.entries(classes)) {
    const path = ["classes", name];
    const way = [name];
    for (let at = setting.extends; at !== undefined; at = classes[at]?.extends) {
      if (way.includes(at)) {
        return { path: [...path, "extends"], why: `goes round in a circle: ${[...way, at].join(" → ")}` };
      }
      if (!CATALOGUE.has(at) && !Object.hasOwn(classes, at)) {
        return { path: [...path, "extends"], why: `names the class ${at}, which there is not` };
      }
      way.push(at);
    }
    const builtIn = CATALOGUE.get(name);
    if (builtIn !== undefined && setting.extends !== undefined) {
      return { path: [...path, "extends"], why: `cannot be said of ${name}, which is built in`, key: true };
    }
    if (builtIn?.treatment === "never" && (setting.treatment ?? "never") !== "never") {
      return {
        path: [...path, "treatment"],
        why: `cannot loosen ${name}: it is never captured, whatever a policy says`,
      };
    }
    if (builtIn === undefined && setting.extends === undefined && setting.level === undefined) {
      const isGone = setting.treatment !== undefined && isRemoved({ treatment: setting.treatment });
      if (!isGone) return { path, why: "is new, so it must say a level, or which class it extends", key: true };
    }
  }
  return null;
}

function faultOfPacks({ packs: replaced = {} }: PolicyFile, { packs }: Known): Fault | null {
  for (const [id, rows] of Object.entries(replaced)) {
    const pack = packs.find((pack) => pack.id === id);
    if (pack === undefined) {
      const ids = packs.map((pack) => pack.id).join(", ");
      return { path: ["packs", id], why: `is no pack: there are ${ids}`, key: true };
    }
    for (const [name, row] of Object.entries(rows)) {
      const path = ["packs", id, name];
      const before = pack.rows.find((row) => row.class === name);
      if (before === undefined) return { path, why: `is a row that ${id} does not have`, key: true };
      const looser =
        (row.treatment !== undefined && isStricter(before.treatment, row.treatment)) ||
        (row.level !== undefined && LEVELS[row.level] < LEVELS[before.level]);
      if (looser && pack.places.includes("*") && pack.sector === undefined) {
        return { path, why: `cannot loosen ${id}, which is always on`, key: true };
      }
    }
  }
  return null;
}

function faultOfLists(file: PolicyFile, { classes }: Known): Fault | null {
  for (const [path, selector] of selectorsOf(file)) {
    for (const [i, name] of asList(selector.class).entries()) {
      const fault = unknownName(name, (name) => classes.has(name), file.groups);
      if (fault !== null)
        return { path: [...path, "class", ...(Array.isArray(selector.class) ? [i] : [])], why: fault };
    }
  }
  for (const list of ["capture", "storage", "viewing"] as const) {
    for (const [i, allow] of (file[list]?.allow ?? []).entries()) {
      const j = (file[list]?.deny ?? []).findIndex((deny) => covers(deny, allow, file));
      if (j < 0) continue;
      const why = `allows what ${list}.deny.${j} denies: deny wins, so one of the two must go`;
      return { path: [list, "allow", i], why };
    }
  }
  return null;
}

/** A clearance that its keys do not reach, or that nothing could have. */
function faultOfViewing(file: PolicyFile, { classes }: Known): Fault | null {
  for (const [i, { class: named, clearance }] of (file.viewing?.allow ?? []).entries()) {
    for (const name of expandClasses(asList(named), file.groups)) {
      const { treatment, level } = classes.get(name)!.handling;
      const path = ["viewing", "allow", i];
      if (isRemoved({ treatment })) {
        if (named === name) return { path, why: `is impossible: ${name} is never stored, so no clearance can see it` };
      } else if (clearance !== undefined && LEVELS[clearance] < LEVELS[level]) {
        const why = `is an impossible clearance: ${name} is sealed at ${level}, which ${clearance} holds no key for`;
        return { path: [...path, "clearance"], why };
      }
    }
  }
  return null;
}

function faultOfPublic(file: PolicyFile, { classes }: Known): Fault | null {
  for (const [i, { property }] of (file.public ?? []).entries()) {
    const found = property.includes("*") ? null : classOfName(property);
    if (found === null || classes.get(found)!.handling.level === "internal") continue;
    return { path: ["public", i, "property"], why: `cannot be public: ${property} tells the class ${found}` };
  }
  return null;
}

function selectorsOf(file: PolicyFile): Selectors {
  return (["capture", "storage", "viewing"] as const).flatMap((list) =>
    (["allow", "deny"] as const).flatMap((side) =>
      (file[list]?.[side] ?? []).map((selector, i) => [[list, side, i], selector] as const),
    ),
  );
}

/** Whether whatever `inner` names, `outer` names too, as far as names alone tell. */
function covers(outer: Selector, inner: Selector, { groups }: PolicyFile): boolean {
  return (["site", "form", "field", "property", "class"] as const).every((key) => {
    const wide = outer[key];
    if (wide === undefined) return true;
    const narrow = inner[key];
    if (narrow === undefined) return false;
    if (key === "class") {
      const all = new Set(expandClasses(asList(wide), groups));
      return expandClasses(asList(narrow), groups).every((name) => all.has(name));
    }
    return asList(narrow).every((name) => asList(wide).some((pattern) => pattern === "*" || pattern === name));
  });
}

function unknownName(name: string, known: (name: string) => boolean, groups: PolicyFile["groups"]): string | null {
  if (!name.startsWith("@")) return known(name) ? null : `names the class ${name}, which there is not`;
  return isGroup(name.slice(1), groups) ? null : `names the group ${name}, which there is not`;
}
