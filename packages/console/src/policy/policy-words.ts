import type { PolicyAnswer } from "@wayseal/collector/api";
import { countryName } from "../format/country-name.js";

type Class = PolicyAnswer["classes"][number];

/** @returns Who applied a version: a name where there is one. */
export function appliedBy({ by, name }: { readonly by: string; readonly name: string | null }): string {
  if (by === "release") return "this release";
  if (by === "operator") return "an operator, by command";
  return name ?? `a ${by} who is gone`;
}

/** @returns `Germany`, `United States (CA)`, joined for people. */
export function placeNames(places: readonly string[]): string {
  return places
    .map((place) => {
      if (place === "*") return "everywhere";
      const [country = "", region] = place.split("-", 2);
      return region === undefined ? countryName(country) : `${countryName(country)} (${region})`;
    })
    .join(", ");
}

/** @returns Where a rule comes from: the catalogue, a pack, or the policy's own file. */
export function originOf(rule: string, { packs }: Pick<PolicyAnswer, "packs">): "catalogue" | "pack" | "file" {
  if (rule === "catalogue") return "catalogue";
  return packs.some(({ id }) => rule.startsWith(`${id} `)) ? "pack" : "file";
}

/** @returns What becomes of values on the page, before they travel. */
export function captureWords({ verdict, rule }: Class["capture"]): string {
  if (verdict === "page") return "where a page allows it";
  if (verdict === "listed") return "where a page allows it and capture.allow names it";
  return rule === "catalogue" ? "never: the browser refuses it" : `never: the browser refuses it, by ${rule}`;
}

export function isRemoved({ treatment }: Pick<Class, "treatment">): boolean {
  return treatment === "never" || treatment === "drop";
}

/** @returns Who sees what is stored. */
export function viewingWords({ viewing: { verdict, clearance }, level, treatment }: Class): string {
  if (verdict === "withhold" || isRemoved({ treatment })) return "nobody";
  if (verdict === "mask") return "everybody a mask";
  return clearance === "public" || clearance === level
    ? `whoever is cleared for ${level}`
    : `whoever is cleared for ${level} and ${clearance}`;
}

/** @returns `400 days`, `no limit`. */
export function daysWords(days: number | null): string {
  return days === null ? "no limit" : days === 1 ? "1 day" : `${days} days`;
}
