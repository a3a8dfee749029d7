/** `data`: events and what counts them, without a key. `keys`: keys as they are wrapped, mappings, people, settings. */
export type BackupKind = "data" | "keys";

/** Public half of a key that backups are sealed to. The private half is the operator's, and not on this machine. */
export interface BackupKey {
  /** First 8 bytes of the public half's thumbprint, base64url. */
  readonly id: string;
  /** Raw X25519 public key, 32 bytes. */
  readonly publicKey: Buffer;
  readonly created: number;
}

export interface BackupOrder {
  readonly kind: BackupKind;
  readonly at: number;
  /** The folder that it is written to, as this machine names it. */
  readonly place: string;
  /** When the operator will have destroyed it; null: not said. */
  readonly expires: number | null;
}

/** A backup that this catalog knows of. */
export interface BackupRecord extends BackupOrder {
  /** Grows by one a backup of either kind. */
  readonly number: number;
  /** Time of the oldest rows' copy in it: an incremental one stands on earlier ones. */
  readonly since: number;
  /** When it was whole on disk; null: it never was. */
  readonly finished: number | null;
  /** Bytes that it added. */
  readonly bytes: number;
  /** SHA-256 of its manifest, hex. */
  readonly digest: string;
  /** When it was destroyed here; null: it was not, as far as is known. */
  readonly destroyed: number | null;
}

/** Whose copy was shown to open: a root key's, or a backup key. */
export interface Proof {
  readonly what: "root" | "backup-key";
  readonly id: string;
  readonly at: number;
}

/** A value of a row, as it travels: bytes are base64. */
export type Cell = string | number | null | { readonly b: string };

/** Some rows of a table. Those whose keys are in `gone` are to be removed first, where they were copied before. */
export interface TablePage {
  readonly table: string;
  readonly columns: readonly string[];
  readonly gone: readonly (readonly Cell[])[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What holds for the moment that a copy shows. */
export interface CopiedMoment {
  /** Version of the catalog's schema. */
  readonly version: number;
  /** Rows of each table. */
  readonly tables: Readonly<Record<string, number>>;
  /** The last numbers that were given to rows; numbers are never given twice. */
  readonly sequences: Readonly<Record<string, number>>;
  /**
   * The last block that was drained. Rows of later ones are in the spool; rows up to it are in the event store, and of
   * the last ones in the spool too, which the drain compares when it starts.
   */
  readonly block: number;
}

/** Backups, and what they take of the catalog. */
export interface BackupCatalog {
  /** Those that backups are sealed to from now on, oldest first. */
  backupKeys(): Promise<readonly BackupKey[]>;
  /** @param alone The others are not sealed to any more. */
  addBackupKey(key: BackupKey, alone: boolean): Promise<void>;

  /** @param above Its number is greater than this, and than all before. @returns Its number. */
  beginBackup(order: BackupOrder, above?: number): Promise<number>;
  finishBackup(number: number, done: Pick<BackupRecord, "since" | "bytes" | "digest"> & { at: number }): Promise<void>;
  destroyedBackup(number: number, at: number): Promise<void>;
  /** Data backups later than this one: after it was restored, no incremental one may go on from them. */
  forgetBases(after: number): Promise<void>;
  /**
   * Versions of key sets go on from the time, in seconds, after a restore: browsers may have seen later ones than the backup
   * knows of, and would refuse what it serves as older, or take another set of the same version for it.
   */
  leapSetVersions(now: number): Promise<void>;
  /** Every subject that was ever erased. */
  erasedSubjects(): Promise<readonly { readonly site: string; readonly subject: Buffer }[]>;
  /** How many subjects were erased after that. */
  erasedSince(at: number): Promise<number>;
  /** Oldest first. */
  backups(): Promise<readonly BackupRecord[]>;

  /**
   * Copies the tables of one kind as they are at one moment, while commits go on: pages may show rows that change or go
   * later, and later pages say so. One copy at a time.
   *
   * @returns Page after page, and at the end what holds for that moment.
   */
  copyTables(kind: BackupKind): AsyncGenerator<TablePage, CopiedMoment, undefined>;
  /** Removes what waits in the spool for subjects that were erased, after a restore. @returns How many rows. */
  dropErased(): Promise<number>;

  /** Notes a proof; of several of one thing the latest is kept. */
  prove(proof: Proof): Promise<void>;
  proofs(): Promise<readonly Proof[]>;
}
