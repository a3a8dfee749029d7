import { LEVELS } from "@wayseal/protocol";
import { type Policy } from "./compile-policy.js";
import { asList } from "./file/as-list.js";
import { expandClasses } from "./file/expand-classes.js";
import type { PolicyFile, Selector } from "./file/policy-file.js";
import { type Handling, handlingText, isRemoved, isStricter } from "./handling.js";

/** One difference between two policies. */
export interface Change {
  /** What it is about: `class email`, `eu-gdpr health`, `storage.deny`, … */
  readonly about: string;
  /** As it was; null: it was not there. */
  readonly from: string | null;
  /** As it is; null: it is there no more. */
  readonly to: string | null;
  /** `looser`: something may be captured, stored or seen that may not be before. */
  readonly way: "looser" | "tighter" | "other";
}

/** @returns What another policy says otherwise, in the order of the file. */
export function comparePolicies(from: Policy, to: Policy): readonly Change[] {
  return [...jurisdictions(from, to), ...classes(from, to), ...packs(from, to), ...lists(from, to), ...rest(from, to)];
}

function jurisdictions({ file: from }: Policy, { file: to }: Policy): Change[] {
  // Whose law holds may make it looser or tighter, by class: what may be looser is said to be.
  return (["sites", "sectors"] as const).flatMap((part) => {
    const [before, after] = [from.jurisdictions?.[part] ?? {}, to.jurisdictions?.[part] ?? {}];
    return named(before, after, (site, was, is) => ({
      ...{ about: `jurisdictions.${part}.${site}`, from: textOf(was), to: textOf(is) },
      way: part === "sectors" && is !== undefined && was === undefined ? "tighter" : "looser",
    }));
  });
}

function classes(from: Policy, to: Policy): Change[] {
  return named(Object.fromEntries(from.classes), Object.fromEntries(to.classes), (name, was, is) => ({
    ...{
      about: `class ${name}`,
      from: was === undefined ? null : classText(was),
      to: is === undefined ? null : classText(is),
    },
    // A class that is there no more is unknown, which is the strictest. Not so what only its name told: a property or
    // trait of unknown class is stored at the level of its event.
    way: was?.names.some((told) => is?.names.includes(told) !== true)
      ? "looser"
      : wayOf(was?.handling ?? UNKNOWN, is?.handling ?? UNKNOWN),
  }));
}

const UNKNOWN: Handling = { treatment: "keep", level: "restricted" };

function packs(from: Policy, to: Policy): Change[] {
  const rows = (policy: Policy) =>
    Object.fromEntries(
      // Of what extends them it is told with the class.
      policy.packs.flatMap(({ pack, rows }) =>
        pack.rows.map(({ class: name }) => [`${pack.id} ${name}`, rows.get(name)!] as const),
      ),
    );
  return named(rows(from), rows(to), (about, was, is) => {
    const text = (row: typeof was) =>
      row === undefined ? null : `${handlingText(row)}${row.because === null ? "" : ` (${row.because})`}`;
    const way = was === undefined ? "tighter" : is === undefined ? "looser" : wayOf(was, is);
    return { about, from: text(was), to: text(is), way };
  });
}

function lists({ file: from }: Policy, { file: to }: Policy): Change[] {
  return (["capture", "storage", "viewing"] as const).flatMap((list) =>
    (["allow", "deny"] as const).flatMap((side) => {
      const before = from[list]?.[side]?.map((entry) => withClasses(entry, from.groups));
      const after = to[list]?.[side]?.map((entry) => withClasses(entry, to.groups));
      const about = `${list}.${side}`;
      // Without a list of what is allowed, all is that pages allow: with the first entry no more is allowed, but less.
      if (side === "allow" && (before === undefined) !== (after === undefined)) {
        const [from, to] = [before, after].map((entries) => entries?.map(textOf));
        const only = (entries?: readonly (string | null)[]) =>
          entries === undefined ? "all" : `only ${entries.join("; ") || "nothing"}`;
        return [{ about, from: only(from), to: only(to), way: before === undefined ? "tighter" : "looser" } as const];
      }
      return entries(about, before, after, side === "deny" ? "tighter" : "looser");
    }),
  );
}

/** An entry with the classes that the file's own groups stand for: the same name may stand for others in another file. */
function withClasses<Entry extends Selector>(entry: Entry, groups: PolicyFile["groups"] = {}): Entry {
  if (entry.class === undefined) return entry;
  const names = asList(entry.class).flatMap((name) =>
    Object.hasOwn(groups, name.slice(1)) ? expandClasses([name], groups) : [name],
  );
  return { ...entry, class: [...new Set(names)] };
}

function rest({ file: from }: Policy, { file: to }: Policy): Change[] {
  const kept = named(from.retention ?? {}, to.retention ?? {}, (level, before, after): Change => {
    const days = (value: unknown) => (value === "unlimited" ? Infinity : (value as number | undefined));
    const [old, young] = [days(before), days(after)];
    const way = old === undefined || young === undefined ? "other" : young > old ? "looser" : "tighter";
    return { about: `retention.${level}`, from: textOf(before), to: textOf(after), way };
  });
  return [
    ...entries("storage.refuse", from.storage?.refuse, to.storage?.refuse, "tighter"),
    ...entries("public", from.public, to.public, "looser"),
    ...kept,
  ];
}

/** What went from a list and what came to it, in that order. @param way What one entry more makes of the policy. */
function entries(
  about: string,
  before: readonly unknown[] = [],
  after: readonly unknown[] = [],
  way: "tighter" | "looser",
): Change[] {
  const [was, is] = [before.map(textOf), after.map(textOf)];
  const back = way === "tighter" ? "looser" : "tighter";
  return [
    ...was.filter((entry) => !is.includes(entry)).map((entry): Change => ({ about, from: entry, to: null, way: back })),
    ...is.filter((entry) => !was.includes(entry)).map((entry): Change => ({ about, from: null, to: entry, way })),
  ];
}

function named<Item>(
  from: Readonly<Record<string, Item>>,
  to: Readonly<Record<string, Item>>,
  change: (name: string, was: Item | undefined, is: Item | undefined) => Change,
): Change[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return names
    .filter((name) => JSON.stringify(from[name]) !== JSON.stringify(to[name]))
    .map((name) => change(name, from[name], to[name]));
}

function wayOf(was: Handling, is: Handling): Change["way"] {
  const isLooser =
    isStricter(was.treatment, is.treatment) ||
    (!isRemoved(was) && !isRemoved(is) && LEVELS[is.level] < LEVELS[was.level]);
  if (isLooser) return "looser";
  return was.treatment === is.treatment && was.level === is.level ? "other" : "tighter";
}

function classText({ handling, names }: { readonly handling: Handling; readonly names: readonly string[] }): string {
  return names.length === 0 ? handlingText(handling) : `${handlingText(handling)}, named ${names.join(", ")}`;
}

function textOf(value: unknown): string | null {
  if (value === undefined) return null;
  if (typeof value === "string" || typeof value === "number") return `${value}`;
  if (typeof value !== "object" || value === null) return null;
  if (Array.isArray(value)) return value.join(" and ");
  const parts = Object.entries(value).map(([name, said]) => `${name} ${textOf(said)}`);
  return parts.join(", ");
}
