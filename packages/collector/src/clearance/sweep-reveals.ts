import type { AuditTrail } from "../ports/audit.js";
import type { Catalog } from "../ports/catalog.js";
import { revealEntry } from "./reveal-entry.js";

/** What nobody decided on is gone after a day: whoever asked may no longer want to know. */
const LAPSES_MS = 86_400_000;

export interface SweepRevealsParts {
  readonly catalog: Pick<Catalog, "overdueReveals" | "moveReveal" | "dueSteps">;
  readonly audit: AuditTrail;
  readonly now: () => number;
}

/**
 * Ends what is over by itself, and writes down every step that was taken and does not stand in the audit trail yet: those
 * of an erasure, and those between which and their entry a process ended. May be called at any time and by several at once:
 * an entry and the note of its step go in one commit.
 *
 * @throws {AuditError | CatalogError} The next sweep goes on.
 */
export async function sweepReveals({ catalog, audit, now }: SweepRevealsParts): Promise<void> {
  const time = now();
  for (const { id, state, expires } of await catalog.overdueReveals(time - LAPSES_MS, time)) {
    // It was over then, though nobody looked until now.
    const at = expires === null ? time : Math.min(expires, time);
    const ended = { state: state === "asked" ? "lapsed" : "ended", ended: at } as const;
    await catalog.moveReveal(id, state, ended, { step: "reveal.end", at, by: null });
  }
  for (const { reveal, step, at, by } of await catalog.dueSteps()) {
    await audit.record(revealEntry(reveal, step, at, by), { reveal: reveal.id, step });
  }
}
