/** The key pair that a site's refused records of one day are sealed to. */
export interface QuarantineKek {
  /** 16 bytes, base64url. */
  readonly id: string;
  readonly site: string;
  /** `YYYY-MM-DD`, UTC, of receipt. */
  readonly day: string;
  /** Raw X25519 public key, 32 bytes. */
  readonly publicKey: Buffer;
  /** The private half, wrapped under `quarantineContext`. */
  readonly wrapped: Buffer;
  readonly created: number;
}

/** A record that was refused after it was opened, as it waits. */
export interface SetAside {
  readonly site: string;
  /** 16 bytes. */
  readonly stream: Buffer;
  readonly seq: number;
  /** HMAC of the visitor, 32 bytes, as subjects are found by it; null where its hello names none. */
  readonly visitor: Buffer | null;
  /** A `RejectReason`. */
  readonly reason: string;
  /** Which field was wrong and what it should be; never a value. */
  readonly detail: string | null;
  /** The event's type, where this version knows it. */
  readonly type: string | null;
  readonly received: number;
  readonly kek: string;
  /** What is left of the record once `never` content is cut, HPKE-sealed to the KEK (keys/quarantine-sealer.ts). */
  readonly sealed: Buffer;
}

/** A record in quarantine, without what is sealed. */
export interface Quarantined extends Omit<SetAside, "sealed"> {
  /** Grows by one; never given twice. */
  readonly id: number;
  readonly bytes: number;
}

export interface QuarantineFilter {
  readonly site: string;
  readonly reason?: string;
  /** These only. */
  readonly ids?: readonly number[];
  /** Ids below this one. */
  readonly before?: number;
  /** Received at or after. */
  readonly since?: number;
}

/** How much waits, of one site and reason. */
export interface QuarantineSum {
  readonly site: string;
  readonly reason: string;
  readonly records: number;
  readonly bytes: number;
  /** Receipt of the oldest. */
  readonly oldest: number;
}

/**
 * Most that waits of one site. What comes beyond is counted like every refused record and not kept: a flood of rubbish
 * pushes out nothing that waits, and costs no more writing once it has filled its place.
 */
export const QUARANTINE_LIMIT = { records: 2_000, bytes: 8 * 1024 * 1024 } as const;

/** Refused records, which `EventCatalog.commit` puts here and takes out of here again (`CommitRequest`). */
export interface QuarantineCatalog {
  /** Stores the pair unless the site has one for the day; returns the one that is stored. */
  addQuarantineKek(kek: QuarantineKek): Promise<QuarantineKek>;
  /** All that are not destroyed, by site and day. */
  quarantineKeks(site?: string): Promise<readonly QuarantineKek[]>;
  /** Replaces a wrapped private half where it still is `from`. */
  rewrapQuarantineKek(id: string, from: Buffer, to: Buffer): Promise<boolean>;
  /** Newest first. */
  quarantined(filter: QuarantineFilter, limit: number): Promise<readonly Quarantined[]>;
  /** The same with what is sealed. */
  sealedRecords(
    filter: QuarantineFilter,
    limit: number,
  ): Promise<readonly (Quarantined & { readonly sealed: Buffer })[]>;
  /** By site and reason. */
  quarantineSums(site?: string): Promise<readonly QuarantineSum[]>;
  /** A record was tried again and is still refused. */
  stillRefused(site: string, id: number, reason: string, detail: string | null): Promise<void>;
  /** Removes records. @returns How many. */
  dropQuarantined(filter: QuarantineFilter): Promise<number>;
  /**
   * Destroys the KEKs of days before `day`, where they lie, and removes what was sealed to them.
   *
   * @returns How many of each went.
   */
  expireQuarantine(day: string): Promise<{ readonly keks: number; readonly records: number }>;
}
