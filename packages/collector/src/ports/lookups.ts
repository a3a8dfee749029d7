import type { SealedLevel } from "@wayseal/protocol";

/** One value of an event by which its subject can be found. Written in the commit of the event. */
export interface IndexEntry {
  /** Class of the value, such as `email`. */
  readonly class: string;
  /** HMAC of the normalised value, 32 bytes. */
  readonly value: Buffer;
  /** The level that the value is sealed at: the entry goes when that level's retention ends. */
  readonly level: SealedLevel;
}

/** The same, sealed to whoever may index it, where this process may not (keys/pending-index.ts). */
export interface PendingEntry {
  readonly level: SealedLevel;
  readonly sealed: Buffer;
}

/** What waits to be indexed. */
export interface PendingIndex extends PendingEntry {
  readonly id: number;
  readonly site: string;
  /** 16 bytes. */
  readonly subject: Buffer;
  /** When the event with it was received. */
  readonly first: number;
  /** `YYYY-MM`, UTC. */
  readonly month: string;
}

/** How much of one subject waits at the most: whoever sends values without end fills no catalog. The rest has no index. */
export const MOST_PENDING = 64;

export interface PendingSum {
  readonly site: string;
  readonly level: SealedLevel;
  readonly count: number;
  /** When the event of the oldest, and of the newest, was received. */
  readonly since: number;
  readonly last: number;
}

export interface LookupMatch {
  /** 16 bytes. */
  readonly subject: Buffer;
  /** When an event with the value was first received. */
  readonly first: number;
  /** `YYYY-MM`, UTC, in which one was last received. */
  readonly month: string;
}

/** The index of something that waited. */
export interface MadeIndex extends Omit<IndexEntry, "level"> {
  readonly id: number;
}

/** Blind indexes: from the HMAC of a value to the subjects that it was stored for. */
export interface LookupCatalog {
  /** Newest first. */
  lookUp(site: string, name: string, value: Buffer): Promise<readonly LookupMatch[]>;
  /** What waits, with ids above `after`, by id. */
  pendingIndexes(after: number, limit: number): Promise<readonly PendingIndex[]>;
  /**
   * Writes the indexes of what waited and removes that, in one transaction. What does not wait any more, as its subject was
   * erased meanwhile or another process was first, makes no index.
   *
   * @returns How many were written.
   */
  settleIndexes(made: readonly MadeIndex[]): Promise<number>;
  /** How much waits, by site and level; those of which nothing does are missing. */
  pendingIndexSums(): Promise<readonly PendingSum[]>;
}
