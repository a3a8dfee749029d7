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

export interface LookupMatch {
  /** 16 bytes. */
  readonly subject: Buffer;
  /** When an event with the value was first received. */
  readonly first: number;
  /** `YYYY-MM`, UTC, in which one was last received. */
  readonly month: string;
}

/** Blind indexes: from the HMAC of a value to the subjects that it was stored for. */
export interface LookupCatalog {
  /** Newest first. */
  lookUp(site: string, name: string, value: Buffer): Promise<readonly LookupMatch[]>;
}
