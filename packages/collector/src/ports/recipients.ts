import type { RecipientKey, SigningKey } from "./sites.js";

/** What a site publishes, read in one go: a version and the keys that it stands for belong together. */
export interface PublishedKeys {
  readonly signing: SigningKey;
  /** Best first: the current key, then the next one. */
  readonly keys: readonly RecipientKey[];
  /** The set that was signed elsewhere and is served as it is; null while there is none, or it may no longer be served. */
  readonly signedSet: SignedSet | null;
  /** Version of the policy in force, whose share goes with that of the set; 0: there is none yet. */
  readonly policy: number;
}

/** A key set that was signed by whoever holds the site's signing key (`wayseal keys sign`). */
export interface SignedSet {
  readonly site: string;
  readonly jws: string;
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly expires: number;
  readonly published: number;
}

/** What arrived that was sealed to a recipient key, by day of receipt. */
export interface RecipientUse {
  readonly kid: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  /** Streams whose first record to arrive came on that day, and events that were stored. */
  readonly streams: number;
  readonly events: number;
  /** First and last receipt of that day. */
  readonly first: number;
  readonly last: number;
}

/** A site's keys as a change finds them. */
export interface SiteKeys {
  readonly signing: SigningKey;
  /** Of every state. */
  readonly keys: readonly RecipientKey[];
  readonly signedSet: SignedSet | null;
  /** When something sealed to a key last arrived, by kid; a key that nothing was sealed to is missing. */
  readonly lastUse: ReadonlyMap<string, number>;
}

/** How a site's keys shall be. What is left out stays as it is. */
export interface KeyTurn {
  readonly add?: readonly RecipientKey[];
  /** Keys that change, whole. One whose `wrapped` is null has its bytes overwritten where they lie. */
  readonly change?: readonly RecipientKey[];
  /** A set that was signed elsewhere: its version becomes the site's. Null: the one that there is may not be served. */
  readonly signedSet?: SignedSet | null;
  /** Public half of a signing key that is kept elsewhere: the private half that is held here is overwritten. */
  readonly signer?: Buffer;
}

/** How recipient keys turn over (docs/keys.md). */
export interface RecipientCatalog {
  /**
   * Changes a site's recipient keys in one transaction: `decide` sees them as they are and says how they shall be. Where
   * the published keys or their order change, the version of the key set grows by one, unless a signed set brings its own.
   *
   * @returns What was decided; null if there is no such site.
   * @throws {CatalogError} `damaged` if a site would be left with more than one current or next key, or with a destroyed
   * key that is something else again: nothing was changed. Or what `decide` throws.
   */
  turnKeys<Turn extends KeyTurn>(site: string, decide: (keys: SiteKeys) => Turn): Promise<Turn | null>;
  /** By day, oldest first. */
  recipientUse(kid: string): Promise<readonly RecipientUse[]>;
  /** Sums of it, by kid. */
  recipientUses(): Promise<ReadonlyMap<string, Omit<RecipientUse, "kid" | "day">>>;
  /**
   * Forgets the seen numbers of streams to keys that were destroyed, some at a time: nothing sealed to those is taken in,
   * so they keep nothing out. What loss is reckoned from stays until `before`, as a later stream may still say how many
   * records an earlier one sealed.
   *
   * @param after Where the last call ended; null begins.
   * @returns Where the next call goes on; null at the end.
   */
  forgetSeen(kids: readonly string[], after: StreamName | null, before: number): Promise<StreamName | null>;
}

export interface StreamName {
  readonly stream: Buffer;
  readonly site: string;
}
