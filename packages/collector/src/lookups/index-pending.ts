import { type BlindIndexes } from "../keys/blind-indexes.js";
import { openPendingIndex } from "../keys/pending-index.js";
import type { Keyring } from "../ports/keyring.js";
import type { LookupCatalog, MadeIndex } from "../ports/lookups.js";
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
  let unreadable = 0;
  for (const pending of waiting) {
    const opened = await openPendingIndex(keyring, pending);
    if (opened === null || !isLookupClass(opened.class)) unreadable++;
    else {
      const value = await indexes.of(pending.site, opened.class, opened.value);
      made.push({ id: pending.id, class: opened.class, value });
    }
  }
  const indexed = made.length === 0 ? 0 : await catalog.settleIndexes(made);
  return { indexed, unreadable, next: waiting.length < BATCH ? null : (waiting.at(-1)?.id ?? null) };
}

/** Indexes all that waits. @throws {KeyringError | CatalogError} */
export async function indexPending(parts: IndexPendingParts): Promise<Omit<IndexedStep, "next">> {
  const sum = { indexed: 0, unreadable: 0 };
  for (let after: number | null = 0; after !== null;) {
    const step: IndexedStep = await indexStep(after, parts);
    sum.indexed += step.indexed;
    sum.unreadable += step.unreadable;
    after = step.next;
    // Others have their turn at the one connection.
    if (after !== null) await new Promise((resolve) => setImmediate(resolve));
  }
  return sum;
}
