import { FIELD_CLASSES } from "@wayseal/protocol";
import type { Policy } from "./compile-policy.js";
import { asList } from "./file/as-list.js";
import { expandClasses } from "./file/expand-classes.js";
import type { Selector } from "./file/policy-file.js";
import { compilePatterns, patternSource } from "./matches.js";
import { packsFor } from "./packs-for.js";
import { remember } from "./remember.js";

/** What is refused where nobody can tell what the policy says: everything. */
export const REFUSE_ALL = "^";

const shares = remember<string>();

/**
 * What a browser must know of the policy: the source of one regular expression, flags `isu`, over a form's name, a field's,
 * three classes, a member's name, and a property's, a line each (docs/protocol.md). What it matches is refused before it is
 * sealed. It holds the classes that are `never` whoever the visitor is, other than those built in as such, and the lists
 * of `capture`. What `drop` and `storage` say stays with the collector, which holds the rest of it against events too.
 *
 * @returns Undefined where the policy adds nothing to what every browser refuses.
 */
export function captureShare(policy: Policy, site: string): string | undefined {
  return shares(policy, site, () => sourceOf(policy, site)) || undefined;
}

/** A line of any text, with its end. */
const ANY = "[^\n]*\n";
const PLACE = ANY.repeat(2);
const CLASSES = ANY.repeat(3);

function sourceOf(policy: Policy, site: string): string {
  const never = [...policy.classes.values()].filter(({ name }) => isNever(policy, site, name));
  const builtIn: Readonly<Record<string, string>> = FIELD_CLASSES;
  const added = never.filter(({ name }) => builtIn[name] !== "never").map(({ name }) => name);
  const names = never.flatMap(({ names }) => names);
  const here = ({ selector }: { readonly selector: Selector }) =>
    selector.site === undefined || compilePatterns(selector.site)(site);
  const denied = policy.capture.deny.filter(here).map(({ selector }) => selectorSource(selector, policy, anyOf));
  const allowed = policy.capture.allow?.filter(here).map(({ selector }) => selectorSource(selector, policy, allOf));
  const refused = [
    ...(added.length === 0 ? [] : [`${PLACE}${anyOf(added, policy)}`]),
    // The name of a field, or of a member of a property.
    ...(names.length === 0 ? [] : [`${ANY}${line(names)}`, `${PLACE}${CLASSES}${line(names)}(?!$)`]),
    ...denied,
    // Of a list that names nothing here, nothing is left.
    ...(allowed === undefined ? [] : [allowed.length === 0 ? "" : `(?!${either(allowed)})`]),
  ];
  if (refused.length === 0) return "";
  // What has no name, and names that break the lines: nothing above could tell.
  return `^${either([...refused, `${ANY}\n${CLASSES}${ANY}$`, ANY.repeat(7)])}`;
}

/** Whether values of a class are `never` at the site, whoever the visitor is. */
export function isNever(policy: Policy, site: string, name: string): boolean {
  if (policy.classes.get(name)!.handling.treatment === "never") return true;
  const declared = asList(policy.file.jurisdictions?.sites?.[site]);
  // Visitors may be anywhere then, and what only some packs say is the collector's to say.
  const held =
    declared.length > 0
      ? declared.map((place) => packsFor(policy, site, [place]).packs)
      : [policy.packs.filter(({ pack }) => pack.places.includes("*") && pack.sector === undefined)];
  // Of several places that are declared a visitor may be in any one.
  return held.every((packs) => packs.some(({ rows }) => rows.get(name)?.treatment === "never"));
}

type ClassSource = (names: readonly string[], policy: Policy) => string;

/** @param classSource What the three lines of classes must say of those that are named. */
function selectorSource(
  { form, field, property, class: named }: Selector,
  policy: Policy,
  classSource: ClassSource,
): string {
  // What a selector names must be there: `*` stands for any form, and not for none.
  const part = (patterns: string | readonly string[] | undefined) =>
    patterns === undefined ? ANY : `(?!\n)${line(asList(patterns))}`;
  const classes = named === undefined ? CLASSES : classSource(expandClasses(asList(named), policy.file.groups), policy);
  const last =
    property === undefined ? "" : `(?!$)${either(asList(property).map((pattern) => patternSource(pattern)))}$`;
  return `${part(form)}${part(field)}${classes}${ANY}${last}`;
}

/** One of the classes, or what it extends, is among these. None at all, and one that the policy does not know, is `unknown`. */
const anyOf: ClassSource = (asked, policy) => {
  const extended = [...policy.classes.values()].filter(({ kinds }) => kinds.some((kind) => asked.includes(kind)));
  const names = [...new Set([...asked, ...extended.map(({ name }) => name)])];
  const found = names.includes("unknown")
    ? `\n{3}|(?:${ANY}){0,2}(?!\n)${unlessOther(names, policy)}`
    : `(?:${ANY}){0,2}${line(names)}`;
  return `(?=${found})${CLASSES}`;
};

/** There are classes, and each is among these. */
const allOf: ClassSource = (names, policy) =>
  names.includes("unknown") ? unlessOther(names, policy).repeat(3) : `(?!\n{3})${line(["", ...names]).repeat(3)}`;

/** A line that is no class of the policy but these. */
function unlessOther(names: readonly string[], { classes }: Policy): string {
  return `(?!${line([...classes.keys()].filter((name) => !names.includes(name)))})${ANY}`;
}

/** A line that one of the patterns matches, with its end. */
function line(patterns: readonly string[]): string {
  return `${either(patterns.map((pattern) => patternSource(pattern, "[^\n]*")))}\n`;
}

function either(sources: readonly string[]): string {
  return `(?:${sources.join("|")})`;
}
