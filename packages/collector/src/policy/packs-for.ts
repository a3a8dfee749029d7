import { asList } from "./file/as-list.js";
import type { PackInPolicy, Policy } from "./compile-policy.js";

/** Whose law holds for one subject, and who said so. */
export interface Jurisdiction {
  /** Countries (`DE`) and regions (`US-CA`); none: nobody knows. */
  readonly places: readonly string[];
  readonly by: "site" | "visitor" | "address" | "nobody";
}

/** What is known of where a subject is. */
export interface Whereabouts {
  /** What the visitor stated: hello's country. */
  readonly stated?: string | undefined;
  /** The country of the address that it came from. */
  readonly address?: string | null | undefined;
}

/** @returns What the site declares, else what the visitor states, else where the address is. */
export function jurisdictionOf(policy: Policy, site: string, { stated, address }: Whereabouts): Jurisdiction {
  const declared = policy.file.jurisdictions?.sites?.[site];
  if (declared !== undefined) return { places: asList(declared), by: "site" };
  if (stated !== undefined) return { places: [stated], by: "visitor" };
  return address === null || address === undefined
    ? { places: [], by: "nobody" }
    : { places: [address], by: "address" };
}

/** The packs that hold, and why. */
export interface PacksHeld {
  readonly packs: readonly PackInPolicy[];
  /** Places without a pack, for which all packs hold; an empty text where no place is known. */
  readonly union: string | null;
}

/**
 * The packs that hold for a site's subject: those for everyone, those of the site's sector, and those of the places. A
 * place that no pack is for all of gets every pack, and so does one that is not known.
 */
export function packsFor(policy: Policy, site: string, places: readonly string[]): PacksHeld {
  const sectors = asList(policy.file.jurisdictions?.sectors?.[site]);
  const binds = ({ pack }: PackInPolicy) => pack.sector === undefined || sectors.includes(pack.sector);
  const bound = policy.packs.filter(binds);
  const everywhere = ({ pack }: PackInPolicy) => pack.places.includes("*");
  const without = places.find((place) => !bound.some(({ pack }) => pack.places.some((of) => covers(of, place))));
  const union = places.length === 0 ? "" : (without ?? null);
  if (union !== null) return { packs: bound, union };
  const packs = bound.filter(
    (held) => everywhere(held) || held.pack.places.some((of) => places.some((place) => overlap(of, place))),
  );
  return { packs, union };
}

/** Whether what holds in all of `of` holds in a place: a region's law does not for the rest of its country. */
function covers(of: string, place: string): boolean {
  return of === place || place.startsWith(`${of}-`);
}

/** Whether one lies in the other: who says a country only may be in any of its regions. `*` is no place. */
function overlap(first: string, second: string): boolean {
  return covers(first, second) || covers(second, first);
}
