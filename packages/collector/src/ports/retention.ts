import type { SealedLevel } from "@wayseal/protocol";

/** For each level the month, `YYYY-MM`, before which all months have expired; null: it is kept without limit. */
export type Expiry = Readonly<Record<SealedLevel, string | null>>;

/** A KEK whose month has expired, or a hold KEK that nobody needs any more. */
export interface ExpiredKek {
  readonly id: string;
  readonly level: SealedLevel;
  readonly month: string;
  readonly generation: number;
  /** DEKs under it that have expired and are not held. */
  readonly deks: number;
  /** DEKs under it that are held, or have not expired: the KEK stays as long as there are any. */
  readonly others: number;
}

/** What has expired of a site's keys, and what goes with them. */
export interface ExpiredKeys {
  readonly keks: readonly ExpiredKek[];
  /** DEKs that are not held, those of released subjects under hold KEKs among them. */
  readonly deks: number;
  /** Mappings of visitors of whom no key would be left. */
  readonly mappings: number;
  /** Blind indexes of values that nobody could read any more. */
  readonly indexes: number;
}

export interface RetentionCatalog {
  /** Looks, and changes nothing. */
  expiredKeys(site: string, expiry: Expiry): Promise<ExpiredKeys>;
  /**
   * Overwrites some DEKs that have expired and are not held, at most `limit`, in one transaction, with the mappings and
   * blind indexes of subjects that have no key left.
   *
   * @returns What went. No DEKs: none was left.
   */
  destroyExpired(site: string, expiry: Expiry, limit: number): Promise<Omit<ExpiredKeys, "keks">>;
  /** Removes blind indexes of expired values of subjects that are not held. @returns How many. */
  dropIndexes(site: string, expiry: Expiry): Promise<number>;
}
