import { type Level, LEVELS } from "@wayseal/protocol";
import type { Viewer } from "../viewer.js";

/** How counts are told to those who may not see exact ones. */
export interface Groups {
  /** Groups of fewer people are not told. */
  readonly least: number;
  /** From this clearance on counts are exact. */
  readonly exactFrom: Level;
}

export const DEFAULT_GROUPS: Groups = { least: 10, exactFrom: "confidential" };

/** What was done to an answer's counts. A 0 stands for anything below `least` people; the rest is rounded to `nearest`. */
export interface Coarse {
  readonly least: number;
  readonly nearest: number;
}

/** @returns Null for a viewer who is told exact counts. */
export function coarseFor({ clearance }: Pick<Viewer, "clearance">, { least, exactFrom }: Groups): Coarse | null {
  if (LEVELS[clearance] >= LEVELS[exactFrom] || least <= 1) return null;
  // The same count is always rounded the same way, so that asking again and again averages nothing out.
  return { least, nearest: Math.max(1, Math.floor(least / 2)) };
}

/** @param people How many are counted in it. */
export function coarsen(coarse: Coarse | null, value: number, people: number): number {
  if (coarse === null) return value;
  return people < coarse.least ? 0 : Math.round(value / coarse.nearest) * coarse.nearest;
}
