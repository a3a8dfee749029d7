import type { Consent } from "@wayseal/protocol";

/**
 * What a consent platform's state comes to: a choice; `asking`, while it shows the visitor its question; or null, as long
 * as it has nothing to say.
 */
export type Verdict = Consent | "asking" | null;

/** @returns `granted` only if every one is, and if there is one. */
export function strictest(verdicts: readonly Verdict[]): Verdict {
  for (const verdict of ["none", "asking", null] as const) if (verdicts.includes(verdict)) return verdict;
  return verdicts.length ? "granted" : "none";
}
