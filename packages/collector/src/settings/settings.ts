import type { Level, SealedLevel } from "@wayseal/protocol";
import type { Groups } from "../clearance/coarsen.js";
import type { KeyringSource } from "./keyring-source.js";

/** Where secrets come from when they are needed. */
export interface SecretSources {
  /** Variables that hold a secret are deleted from it once they were read. */
  readonly env: Record<string, string | undefined>;
  /** Asks whoever started this, without showing what is typed. @throws {Error} Where there is nobody to ask. */
  readonly ask: (prompt: string) => Promise<string>;
}

/** Everything a collector can be told, after validation. Secrets in it are never logged. */
export interface Settings {
  /** Absolute path of the data directory. */
  readonly data: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** What people and pages reach the collector by, without a slash at the end; null: the address it listens on. */
  readonly baseUrl: string | null;
  /** Where the root key is kept that wraps everything but what `levelKeyrings` wrap. */
  readonly keyring: KeyringSource;
  /** Where levels have root keys of their own. */
  readonly levelKeyrings: Readonly<Partial<Record<SealedLevel, KeyringSource>>>;
  /** The highest level whose keys this process opens. It takes in everything all the same. */
  readonly maxLevel: Level;
  /** Absolute path of the keyring `file`; never inside the data directory. */
  readonly rootKeyFile: string;
  readonly secrets: SecretSources;
  /** ClickHouse's HTTP interface; null: the embedded engine. */
  readonly clickhouseUrl: string | null;
  /** Which proxies may say who the client is: Express's `trust proxy`, without its unsafe `true`. */
  readonly trustProxy: false | number | string;
  readonly logLevel: "silent" | "error" | "warn" | "info" | "debug";
  /** Who may read `/metrics`: requests from this machine, whoever holds the token, anyone, nobody. */
  readonly metrics: "loopback" | "token" | "open" | "off";
  readonly metricsToken: string | null;
  /** How long the operator keeps backups, for erasures' receipts; null: not said. */
  readonly backupDays: number | null;
  readonly retention: Retention;
  /** Whether a running collector purges once a day. */
  readonly purge: "daily" | "off";
  /** Where the audit log's hashes go too: an absolute path or a URL; null: nowhere. */
  readonly auditWitness: string | null;
  readonly auditWitnessToken: string | null;
  /** Days that the audit log is kept; null: without limit. */
  readonly auditDays: number | null;
  /** Lookups that one person or token may make a minute; 0: no limit. */
  readonly lookupsPerMinute: number;
  /** Whom counts are told exactly, and the smallest group that others are told of. */
  readonly groups: Groups;
  readonly limits: Limits;
  readonly session: SessionLimits;
}

/** Days that events are kept, by level of their values; null: without limit. */
export interface Retention {
  /** Public columns. Rows go when these and every level have expired. */
  readonly public: number | null;
  readonly internal: number | null;
  readonly confidential: number | null;
  readonly restricted: number | null;
}

export interface Limits {
  /** `POST /v1/streams` per address (IPv6: per /56) and minute; 0: no limit. */
  readonly streamsPerMinute: number;
  /** Sign-in attempts per address and minute; 0: no limit. */
  readonly signInsPerMinute: number;
  /** Milliseconds in which a request's headers must arrive. */
  readonly headersMs: number;
  /** Milliseconds in which a body must arrive. */
  readonly bodyMs: number;
  /** Connections at once. */
  readonly connections: number;
  /** Milliseconds that requests under way get at shutdown. */
  readonly shutdownMs: number;
}

export interface SessionLimits {
  /** Milliseconds without a request after which a session ends. */
  readonly idleMs: number;
  /** Milliseconds after which a session ends whatever happens. */
  readonly absoluteMs: number;
}

/** The port to listen on where nothing says another. */
export const DEFAULT_PORT = 8420;

export const DEFAULT_LIMITS: Limits = {
  streamsPerMinute: 6000,
  signInsPerMinute: 60,
  headersMs: 10_000,
  bodyMs: 15_000,
  connections: 10_000,
  shutdownMs: 10_000,
};

export const DEFAULT_RETENTION: Retention = { public: null, internal: 760, confidential: 400, restricted: 90 };

export const DEFAULT_SESSION: SessionLimits = { idleMs: 60 * 60_000, absoluteMs: 12 * 3_600_000 };

/** A setting that cannot be used. The message is one line that begins with the setting's name; values are not echoed. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  constructor(
    readonly setting: string,
    why: string,
  ) {
    super(`${setting}: ${why}`);
  }
}
