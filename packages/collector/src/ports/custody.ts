import type { SealedLevel } from "@wayseal/protocol";

/**
 * The key pair of a level that has a root key of its own. KEKs are made by whoever takes events in, and sealed to its
 * public half; only a process that was given the level's root key opens them again.
 */
export interface LevelKey {
  /** First 8 bytes of the public half's thumbprint, base64url. */
  readonly id: string;
  readonly level: SealedLevel;
  /** Raw X25519 public key, 32 bytes. */
  readonly publicKey: Buffer;
  /** The private half, wrapped by the level's keyring under `levelContext`. */
  readonly wrapped: Buffer;
  /** Id of that root key. */
  readonly root: string;
  readonly created: number;
  /** New KEKs are sealed to a level's `current` one; an `old` one stays until nothing is sealed to it any more. */
  readonly state: "current" | "old";
}

/** A private half at rest, as a change of its wrapping sees it. */
export interface WrappedKey {
  readonly kind: "kek" | "recipient" | "signing" | "level";
  /** The KEK's or level key's id, the recipient key's kid, the signing key's site. */
  readonly id: string;
}

/** What is remembered of a root key besides what wraps by it. */
export interface RootNote {
  readonly id: string;
  /** When it came into use here. */
  readonly since: number;
  /** Of one that is gone: number of the last backup that opens with it alone; null: it is in use, or none is on record. */
  readonly lastBackup: number | null;
}

/** What keeping keys in other hands takes of the catalog. */
export interface CustodyCatalog {
  /** Newest first. */
  levelKeys(): Promise<readonly LevelKey[]>;
  /** Adds a level's current key; the one before becomes old. */
  addLevelKey(key: LevelKey): Promise<void>;
  removeLevelKey(id: string): Promise<void>;
  /** Those that were noted. */
  rootNotes(): Promise<readonly RootNote[]>;
  /** Notes when a root key came into use; a note that is there stays. */
  noteRoot(id: string, since: number): Promise<void>;
  /** Notes that a root key is gone, and which backups open with it alone. */
  noteRootGone(id: string, lastBackup: number, at: number): Promise<void>;
  /**
   * Replaces a wrapped private half where it still is `from`.
   *
   * @param root Of a level key: the id of the root key that wraps it now.
   * @returns False if it is gone, or was wrapped anew by another meanwhile.
   */
  rewrap(key: WrappedKey, from: Buffer, to: Buffer, root?: string): Promise<boolean>;
}
