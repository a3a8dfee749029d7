/** The JSON that tells of keys (see api.ts). */
import type { Level } from "@wayseal/protocol";

/** `GET /v1/keys?site=`: what keys there are. Times are milliseconds since 1970. Never a private half, wrapped or not. */
export interface KeysAnswer {
  readonly site: string;
  readonly root: {
    readonly id: string;
    readonly keyring: string;
    /** When it came into use; null: that was not noted. */
    readonly since: number | null;
    /** Keys of the catalog, of all sites, that it wraps. */
    readonly wrapped: number;
  };
  /** Levels that have a root key of their own. */
  readonly levels: readonly {
    readonly level: Level;
    readonly root: string;
    /** When that root key came into use; null: that was not noted. */
    readonly since: number | null;
    readonly state: "current" | "old";
    readonly created: number;
    /** The id of the level's key pair. */
    readonly key: string;
    /** Keys, of all sites, that are sealed to it: KEKs, and the level's own. */
    readonly sealed: number;
  }[];
  readonly signing: {
    readonly key: string;
    readonly version: number;
    readonly created: number;
    /** Whether the collector holds its private half. */
    readonly held: boolean;
    /** When the set that was signed elsewhere expires; null where the collector signs, or none is served. */
    readonly signedUntil: number | null;
    /** Whether what is served tells browsers of the policy what is in force; null where nothing is served. */
    readonly tellsPolicy: boolean | null;
  } | null;
  /** Newest first. */
  readonly recipients: readonly {
    readonly kid: string;
    readonly state: string;
    readonly created: number;
    readonly since: number;
    /** When it turns by itself; null: not by itself. */
    readonly due: number | null;
    /** From when on a set that is signed elsewhere may name a next key first: browsers know it by then. Null: not so. */
    readonly ready: number | null;
    /** An accepted key retires when nothing sealed to it has arrived since this. */
    readonly quietSince: number | null;
    readonly compromised: number | null;
    readonly lastUse: number | null;
    readonly events: number;
    readonly streams: number;
  }[];
  readonly keks: readonly {
    readonly id: string;
    readonly level: Level;
    readonly month: string;
    readonly generation: number;
    readonly state: "current" | "old";
    readonly created: number;
    readonly used: number | null;
    /** DEKs under it that were destroyed: above 0, a refresh is advised. */
    readonly destroyed: number;
    /** DEKs under it, a few for each subject. */
    readonly deks: number;
    /** Whether its DEKs move to another KEK. */
    readonly moving: boolean;
  }[];
  /** The site's and the install's own keys outside the hierarchy: for receipts, lookups, requests, the audit log, refused records, backups. */
  readonly others: readonly OtherKey[];
}

/** A key that stands outside the hierarchy of KEKs and DEKs, or that backups are sealed to. Times are milliseconds since 1970. */
export interface OtherKey {
  readonly purpose: "receipt" | "blind-index" | "pending-index" | "request" | "audit" | "quarantine" | "backup";
  /** Empty for the install's. */
  readonly site: string;
  /** What it is for within its purpose: a class, a day; the id of a backup key, or of the level's pair that values wait under. */
  readonly of: string;
  /** The level whose root key keeps it, where that has one of its own; null: the common one, or none here. */
  readonly level: Level | null;
  /** `old`: nothing more is sealed to it. */
  readonly state: "current" | "old";
  readonly created: number;
  /** When the last of what needs it was made; null: nothing was, or nobody knows. */
  readonly lastUse: number | null;
  /** How much needs it: receipts, indexes, values that wait for theirs, contacts, checkpoints, refused records, backups since it was made; null: not to be known. */
  readonly needs: number | null;
}
