import type { Dek, Kek, NewKek } from "./catalog.js";

/** A DEK that was sealed anew, to another KEK. Its id and its own bytes are what they were. */
export interface ResealedDek {
  readonly id: string;
  /** The KEK that it was under. */
  readonly from: string;
  readonly to: string;
  /** As long as the bytes that it takes the place of. */
  readonly sealed: Buffer;
}

/** A key that is no more. Nothing of its bytes is kept. */
export interface DestroyedKey {
  readonly id: string;
  readonly kind: "kek" | "root";
  /** Empty where it has none. */
  readonly site: string;
  readonly level: string;
  readonly month: string;
  readonly generation: number;
  readonly created: number;
  readonly destroyed: number;
  readonly why: string;
}

/** How KEKs turn over (docs/keys.md). */
export interface TurnoverCatalog {
  /** Adds the next generation of a site, level and month. New DEKs are made under it alone; no event relies on earlier ones. */
  nextKek(kek: NewKek): Promise<Kek>;
  /**
   * Puts a KEK in the place of another, whose DEKs are then sealed to it one by one. From then on no DEK is added under the
   * old one; those that are there are used until they have moved. A KEK that is being replaced already keeps its successor.
   *
   * @returns The successor. @throws {CatalogError} `missing`
   */
  replaceKek(id: string, by: NewKek): Promise<Kek>;
  /** Some of the DEKs under a KEK, at most `limit`. */
  deksUnder(kek: string, limit: number): Promise<readonly Dek[]>;
  /**
   * Writes sealed bytes over the old ones, in one transaction. A DEK that is gone, or was sealed anew by another
   * meanwhile, is left alone.
   *
   * @returns How many were written.
   */
  reseal(deks: readonly ResealedDek[]): Promise<number>;
  /**
   * Overwrites a KEK and remembers that it was. DEKs under it go with it, if that is wanted, and with them the blind indexes of
   * their level of subjects that have no other DEK of it, in the same transaction.
   *
   * @returns False if there is no such KEK.
   * @throws {CatalogError} `held` if one of them is a held subject's, `in-use` if there are any and `withDeks` is not set.
   */
  destroyKek(
    id: string,
    order: { readonly at: number; readonly why: string; readonly withDeks?: boolean },
  ): Promise<boolean>;
  /** How many DEKs are under each KEK. One that has none is missing. */
  dekCounts(): Promise<ReadonlyMap<string, number>>;
  addDestroyedKey(key: DestroyedKey): Promise<void>;
  /** Newest first. */
  destroyedKeys(limit: number): Promise<readonly DestroyedKey[]>;
}
