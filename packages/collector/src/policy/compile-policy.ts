import { sha256 } from "../keys/digest.js";
import type { Handling } from "./handling.js";
import type { PolicyFile, RefusedSelector, Selector, ViewedSelector } from "./file/policy-file.js";
import { type SettledClass, settleClasses } from "./file/settle-classes.js";
import { compilePatterns, compileSelector, type Matcher, type Place } from "./matches.js";
import type { Pack } from "./packs/pack.js";

/** One entry of a list, with its name in the file: `storage.deny.0`. */
export interface Entry<Of extends Selector = Selector> {
  readonly name: string;
  readonly selector: Of;
  readonly matches: Matcher;
}

/** A list as it is asked. `allow` is null where the file has none: then all is allowed that the page allowed. */
export interface Lists<Allow extends Selector = Selector> {
  readonly allow: readonly Entry<Allow>[] | null;
  readonly deny: readonly Entry[];
}

/** One entry of `storage.refuse`: events that are not taken in at all. */
export interface RefusedEntry {
  readonly name: string;
  readonly selector: RefusedSelector;
  /** @param names The event's type and, of `track`, its name. */
  readonly matches: (place: Pick<Place, "site" | "form">, names: readonly string[]) => boolean;
}

export interface PackInPolicy {
  readonly pack: Pack;
  /** Each row by its class and by what extends that, and the ground on which the file replaced it. */
  readonly rows: ReadonlyMap<string, Handling & { readonly article: string; readonly because: string | null }>;
}

/** A policy as it is asked: a file put together with the classes and packs that came with this release. */
export interface Policy {
  /** Number of this version in the catalog. Stored with every event and bound into its sealed columns. */
  readonly version: number;
  /** SHA-256 of everything that decides, hex. */
  readonly digest: string;
  readonly source: string;
  readonly file: PolicyFile;
  readonly classes: ReadonlyMap<string, SettledClass>;
  readonly packs: readonly PackInPolicy[];
  readonly capture: Lists;
  readonly storage: Lists;
  readonly refuse: readonly RefusedEntry[];
  readonly viewing: Lists<ViewedSelector>;
  readonly public: readonly {
    readonly name: string;
    /** @param event The name of a `track`; null: any. */
    readonly matches: (site: string, event: string | null, property: string) => boolean;
  }[];
  /** The file's own classes that a name tells. */
  readonly classOfName: (name: string) => string | null;
}

/** Puts a file together with the packs. @param version The number that it has, or will have, in the catalog. */
export function compilePolicy(source: string, file: PolicyFile, packs: readonly Pack[], version: number): Policy {
  const { groups } = file;
  const classes = settleClasses(file);
  // What denies a class denies what extends it. What allows one allows no other.
  const kindsOf = (name: string) => classes.get(name)?.kinds ?? [name];
  const entries = <Of extends Selector>(list: string, selectors: readonly Of[]): Entry<Of>[] =>
    selectors.map((selector, i) => ({
      ...{ name: `${list}.${i}`, selector },
      matches: compileSelector(selector, groups, list.endsWith(".deny") ? kindsOf : undefined),
    }));
  const lists = (name: "capture" | "storage"): Lists => {
    const { allow, deny = [] } = file[name] ?? {};
    return { allow: allow === undefined ? null : entries(`${name}.allow`, allow), deny: entries(`${name}.deny`, deny) };
  };
  const { allow: seen, deny: unseen = [] } = file.viewing ?? {};
  const named = [...classes.values()].flatMap(({ name, names }) =>
    names.length === 0 ? [] : [[name, compilePatterns(names)] as const],
  );
  return {
    ...{ version, source, file, classes, digest: digestOf(file, classes, packs) },
    packs: packs.map((pack) => ({ pack, rows: rowsOf(pack, file, classes) })),
    capture: lists("capture"),
    storage: lists("storage"),
    refuse: (file.storage?.refuse ?? []).map((selector, i) => ({
      ...{ name: `storage.refuse.${i}`, selector, matches: refuses(selector) },
    })),
    viewing: {
      allow: seen === undefined ? null : entries("viewing.allow", seen),
      deny: entries("viewing.deny", unseen),
    },
    public: (file.public ?? []).map(({ site = "*", event = "*", property }, i) => {
      const [isSite, isEvent, isProperty] = [site, event, property].map(compilePatterns) as [Test, Test, Test];
      return {
        name: `public.${i}`,
        matches: (site, event, property) => isProperty(property) && isSite(site) && (event === null || isEvent(event)),
      };
    }),
    classOfName: (name) => named.find(([, isNamed]) => isNamed(name))?.[0] ?? null,
  };
}

type Test = (name: string) => boolean;

function refuses({ site = "*", form, event = "*" }: RefusedSelector): RefusedEntry["matches"] {
  const [isSite, isEvent] = [compilePatterns(site), compilePatterns(event)];
  // What an entry names must be there, as everywhere: `*` stands for any form, and not for none.
  const isForm = form === undefined ? null : compilePatterns(form);
  return (place, names) =>
    isSite(place.site) && (isForm === null || (place.form !== undefined && isForm(place.form))) && names.some(isEvent);
}

function rowsOf(
  pack: Pack,
  { packs = {} }: PolicyFile,
  classes: ReadonlyMap<string, SettledClass>,
): PackInPolicy["rows"] {
  const rows: [string, Row][] = pack.rows.map(({ class: name, article, ...row }) => {
    const said = packs[pack.id]?.[name];
    const { treatment = row.treatment, level = row.level, because = null } = said ?? {};
    return [name, { treatment, level, article, because }];
  });
  const built = new Map(rows);
  // A law knows no class of the file's own: to it, that is what it extends.
  for (const { name, kinds } of classes.values()) {
    const row = built.get(kinds.at(-1)!);
    if (row !== undefined && kinds.length > 1) rows.push([name, row]);
  }
  return new Map(rows);
}

type Row = PackInPolicy["rows"] extends ReadonlyMap<string, infer Said> ? Said : never;

/** Of what decides: a release that brings other classes or packs makes another version of the same file. */
function digestOf(file: PolicyFile, classes: ReadonlyMap<string, SettledClass>, packs: readonly Pack[]): string {
  const all = JSON.stringify([file, [...classes.values()], packs]);
  const digest = sha256();
  digest.update(Buffer.from(all));
  return digest.hex();
}
