import { asList } from "./file/as-list.js";
import type { PackInPolicy, Policy } from "./compile-policy.js";

/** Whose law holds for one subject, and who said so. */
export interface Jurisdiction {
  /** Countries (`DE`) and regions (`US-CA`); none: nobody knows. */
  readonly places: readonly string[];
  readonly by: "site" | "visitor" | "address" | "nobody";
  /** Whether the visitor, or their address, says which of several places it is that the site declares. */
  readonly picked: boolean;
}

/** What is known of where a subject is. */
export interface Whereabouts {
  /** What the visitor stated: hello's country. */
  readonly stated?: string | undefined;
  /** The country of the address that it came from. */
  readonly address?: string | null | undefined;
}

/**
 * @returns What the site declares, else what the visitor states, else where the address is. Of several places that a site
 *   declares that one which the visitor states, else which the address is in; all of them where it is none of these.
 */
export function jurisdictionOf(policy: Policy, site: string, { stated, address }: Whereabouts): Jurisdiction {
  const said = policy.file.jurisdictions?.sites?.[site];
  const where = stated ?? address ?? null;
  if (said !== undefined) {
    const declared = asList(said);
    // The site's own word for it: of `US` that is declared a visitor makes no `US-CA`, which fewer packs are for.
    const these = where === null ? [] : declared.filter((place) => overlap(place, where));
    const picked = these.length > 0 && these.length < declared.length;
    return { places: picked ? these : declared, by: "site", picked };
  }
  const by = stated !== undefined ? "visitor" : where === null ? "nobody" : "address";
  return { places: where === null ? [] : [where], by, picked: false };
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
