import type { SealedLevel } from "@wayseal/protocol";

/** KEK pair of a site, level and month (docs/storage.md), as whoever made it has it. */
export interface NewKek {
  /** 16 bytes, base64url. */
  readonly id: string;
  readonly site: string;
  readonly level: SealedLevel;
  /** `YYYY-MM`, UTC, of first receipt. */
  readonly month: string;
  /** Raw X25519 public key, 32 bytes. */
  readonly publicKey: Buffer;
  readonly wrapped: Buffer;
  readonly created: number;
}

/** A KEK pair in its place. */
export interface Kek extends NewKek {
  /** Of this site, level and month, from 1 on. */
  readonly generation: number;
  /** `current`: events are written with DEKs under it. `old`: they are read, and new events are written with others. */
  readonly state: "current" | "old";
  /** The KEK that takes its place: DEKs move there one by one, and none is added here. */
  readonly successor: string | null;
  /** When an event was last written with a DEK under it, to the hour; null: not since this is noted. */
  readonly used: number | null;
  /** DEKs under it that were destroyed: whoever has an old copy of them could open it with this KEK. */
  readonly destroyed: number;
}

/** DEK of a subject, level and month, HPKE-sealed to its KEK's public half. */
export interface Dek {
  /** 16 random bytes, base64url. */
  readonly id: string;
  readonly kek: string;
  readonly site: string;
  readonly subject: Buffer;
  readonly level: SealedLevel;
  readonly month: string;
  /** HPKE enc 32 ‖ seq 4 ‖ ciphertext 48. */
  readonly sealed: Buffer;
}

/** Keys at rest. DEKs are written by `EventCatalog.commit`, with the first event that uses them. */
export interface KeyCatalog {
  /** Stores the pair unless (site, level, month) has one that new DEKs may be made under; returns the one that is stored. */
  addKek(kek: NewKek): Promise<Kek>;
  /** All that are not destroyed, by site, month, level and generation. */
  keks(site?: string): Promise<readonly Kek[]>;
  kek(id: string): Promise<Kek | null>;
  /** DEKs by id; those that are gone are missing from the answer. */
  deks(ids: readonly string[]): Promise<readonly Dek[]>;
  /** A small named secret that belongs to the catalog, such as the pepper; made by `make` the first time. */
  secret(name: string, make: () => Buffer): Promise<Buffer>;
}
