import type { SealedLevel } from "@wayseal/protocol";

/** Who asked for something that is recorded. `operator`: whoever may use the data directory itself. */
export interface Actor {
  readonly kind: "person" | "token" | "operator";
  /** A person's or token's id, never an e-mail address; `local` for the operator. */
  readonly id: string;
}

export interface ErasureOrder {
  /** 16 random bytes, base64url. */
  readonly id: string;
  readonly site: string;
  /** 16 bytes. */
  readonly subject: Buffer;
  readonly at: number;
  readonly by: Actor;
  /** Class of the value by which the subject was found, such as `email`. Never the value. */
  readonly lookup: string | null;
}

/** What an erasure destroyed, and how far the removal of rows has come. */
export interface Erasure extends ErasureOrder {
  /** DEKs that were destroyed. */
  readonly keys: readonly ErasedKey[];
  readonly mappings: number;
  readonly indexes: number;
  /** Rows that waited in the spool. */
  readonly spooled: number;
  /** Records that waited in quarantine; null: it was erased before that was counted. */
  readonly quarantined: number | null;
  /** Rows that the event store held; null until it was asked. */
  readonly rows: number | null;
  /** When no query could meet the rows any more. */
  readonly removed: number | null;
  /** When the event store's files had been written anew without them. */
  readonly overwritten: number | null;
}

export interface ErasedKey {
  readonly id: string;
  readonly kek: string;
  readonly level: SealedLevel;
  readonly month: string;
}

/** Erasures: the record of what was destroyed, which also keeps it from coming back. */
export interface ErasureCatalog {
  /**
   * Destroys in one transaction all that leads to a subject: its DEKs, the mappings to it, its blind indexes, its
   * rows in the spool, and what waits of it in quarantine. From then on no commit takes anything in for it. A subject that was erased before is left as it
   * is, and its first erasure returned.
   *
   * @throws {CatalogError} `missing` if nothing is known of the subject; `held` if it is under legal hold.
   */
  erase(order: ErasureOrder): Promise<Erasure>;
  erasure(id: string): Promise<Erasure | null>;
  /** Newest first. */
  erasures(site: string, limit: number): Promise<readonly Erasure[]>;
  /** Oldest first: those whose rows the event store may still show (`removed`), or still have in its files. */
  unfinished(state: "removed" | "overwritten", limit: number): Promise<readonly Erasure[]>;
  /** Rows that the event store was found to hold, before they are removed. Of several counts the largest is kept. */
  counted(id: string, rows: number): Promise<void>;
  finished(state: "removed" | "overwritten", ids: readonly string[], at: number): Promise<void>;
  /** Leaves nothing of what was destroyed in the database's log. Resolves once that is on disk. */
  scrub(): Promise<void>;
}

/** A key of the install's own, or of a site's, that stands outside the hierarchy of DEKs: for receipts and blind indexes. */
export interface OwnKey {
  readonly purpose: "receipt" | "blind-index" | "request" | "audit";
  /** Empty for the install's. */
  readonly site: string;
  /** Tells a site's keys of one purpose apart, such as by class. */
  readonly name: string;
  /** Empty for a symmetric key. */
  readonly publicKey: Buffer;
  /** By the keyring, under `ownKeyContext`. */
  readonly wrapped: Buffer;
  readonly created: number;
}

/** How much stands under a key outside the hierarchy; those that nothing stands under are missing. */
export interface OtherKeyUse {
  readonly purpose: OwnKey["purpose"] | "quarantine";
  readonly site: string;
  /** Its name, or the day of a quarantine's. */
  readonly of: string;
  /** Receipts, checkpoints, contacts, indexes or refused records. */
  readonly needs: number;
  /** When the last of them was made. */
  readonly last: number | null;
}

export interface OwnKeyCatalog {
  ownKey(purpose: OwnKey["purpose"], site: string, name: string): Promise<OwnKey | null>;
  /** Stores the key unless there is one of its purpose, site and name; returns the one that is stored. */
  addOwnKey(key: OwnKey): Promise<OwnKey>;
  /** All of them: whoever changes the root key wraps each anew. */
  ownKeys(): Promise<readonly OwnKey[]>;
  otherKeyUses(): Promise<readonly OtherKeyUse[]>;
  /** Replaces `wrapped`, for a change of the root key. */
  rewrapOwnKey(key: OwnKey): Promise<void>;
}
