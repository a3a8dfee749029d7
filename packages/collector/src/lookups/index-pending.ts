import type { BlindIndexes } from "../keys/blind-indexes.js";
import { LOOKUP_LEVEL, pendingLevel } from "../keys/contexts.js";
import { openPendingIndex } from "../keys/pending-index.js";
import { type Keyring, KeyringError } from "../ports/keyring.js";
import type { LookupCatalog, MadeIndex, PendingIndex } from "../ports/lookups.js";
import { isLookupClass } from "./classes.js";

/** Values that are indexed in one transaction. */
const BATCH = 256;

export interface IndexPendingParts {
  readonly catalog: Pick<LookupCatalog, "pendingIndexes" | "settleIndexes">;
  readonly keyring: Pick<Keyring, "unwrap">;
  readonly indexes: BlindIndexes;
}

export interface IndexedStep {
  readonly indexed: number;
  /** Those that do not open: they were altered, or sealed to a key that is gone. They stay until their subject or month goes. */
  readonly unreadable: number;
  /** Those of a level above what this process holds: they wait on for one that does. */
  readonly notHeld: number;
  /** Where the next step begins; null: nothing is left. */
  readonly next: number | null;
}

/**
 * Indexes a batch of what waits: opens it, makes its indexes, and puts them in its place.
 *
 * @param after Id of the last one that was looked at; 0 to begin.
 * @throws {KeyringError | CatalogError}
 */
export async function indexStep(after: number, { catalog, keyring, indexes }: IndexPendingParts): Promise<IndexedStep> {
  const waiting = await catalog.pendingIndexes(after, BATCH);
  const made: MadeIndex[] = [];
  let [unreadable, notHeld] = [0, 0];
  for (const pending of waiting) {
    const opened = await openPendingIndex(keyring, pending).catch(unlessNotHeld(pending));
    if (opened === "not-held") notHeld++;
    else if (opened === null || !isLookupClass(opened.class)) unreadable++;
    else {
      const value = await indexes.of(pending.site, opened.class, opened.value);
      made.push({ id: pending.id, class: opened.class, value });
    }
  }
  const indexed = made.length === 0 ? 0 : await catalog.settleIndexes(made);
  return { indexed, unreadable, notHeld, next: waiting.length < BATCH ? null : (waiting.at(-1)?.id ?? null) };
}

/** A process that holds lookups and no more meets values of a level above that. One that does not hold lookups fails. */
function unlessNotHeld({ level }: PendingIndex): (error: unknown) => "not-held" {
  return (error) => {
    if (error instanceof KeyringError && error.fault === "not-held" && pendingLevel(level) !== LOOKUP_LEVEL)
      return "not-held";
    throw error;
  };
}

/** Indexes all that waits. @throws {KeyringError | CatalogError} */
export async function indexPending(parts: IndexPendingParts): Promise<Omit<IndexedStep, "next">> {
  const sum = { indexed: 0, unreadable: 0, notHeld: 0 };
  for (let after: number | null = 0; after !== null;) {
    const step: IndexedStep = await indexStep(after, parts);
    sum.indexed += step.indexed;
    sum.unreadable += step.unreadable;
    sum.notHeld += step.notHeld;
    after = step.next;
    // Others have their turn at the one connection.
    if (after !== null) await new Promise((resolve) => setImmediate(resolve));
  }
  return sum;
}
