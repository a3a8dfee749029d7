import { LEVELS, type SealedLevel } from "@wayseal/protocol";

/** What is done with values of a class, mildest first: the later one wins where two rules speak of one value. */
export const TREATMENTS = ["keep", "mask", "generalise", "hash", "drop", "never"] as const;

/**
 * `keep`: sealed as it is. `mask`: sealed, and shown masked to everybody without a reveal. `generalise`: made coarser on the
 * way in, such as a date of birth to its year. `hash`: replaced by a keyed hash on the way in. `drop`: removed on the way
 * in. `never`: refused in the browser, and removed on the way in.
 */
export type TreatmentName = (typeof TREATMENTS)[number];

/** How values are handled: what is done with them, and the level that what is left is sealed at. */
export interface Handling {
  readonly treatment: TreatmentName;
  readonly level: SealedLevel;
}

/** @returns The strictest of both, treatment and level each for itself: neither of them is ever loosened. */
export function strictest(first: Handling, second: Handling): Handling {
  const treatment = isStricter(second.treatment, first.treatment) ? second.treatment : first.treatment;
  const level = LEVELS[second.level] > LEVELS[first.level] ? second.level : first.level;
  return { treatment, level };
}

/** @returns Whether a treatment is stricter than another. */
export function isStricter(treatment: TreatmentName, than: TreatmentName): boolean {
  return TREATMENTS.indexOf(treatment) > TREATMENTS.indexOf(than);
}

/** @returns Whether nothing of the value is stored. */
export function isRemoved({ treatment }: Pick<Handling, "treatment">): boolean {
  return treatment === "drop" || treatment === "never";
}

/** @returns `keep at confidential`, `drop`. */
export function handlingText({ treatment, level }: Handling): string {
  return isRemoved({ treatment }) ? treatment : `${treatment} at ${level}`;
}
