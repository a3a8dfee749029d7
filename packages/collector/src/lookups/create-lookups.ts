import type { Level } from "@wayseal/protocol";
import type { LookupAnswer } from "../api.js";
import type { BlindIndexes } from "../keys/blind-indexes.js";
import { holdsLookups, LOOKUP_LEVEL } from "../keys/contexts.js";
import { type Log, SILENT } from "../log/log.js";
import type { Actor } from "../ports/erasures.js";
import type { EventStore } from "../ports/event-store.js";
import { EventStoreError } from "../ports/event-store.js";
import type { Keyring } from "../ports/keyring.js";
import type { LookupCatalog } from "../ports/lookups.js";
import { isLookupClass, LOOKUP_CLASSES } from "./classes.js";
import { createQuota } from "./create-quota.js";
import { indexPending } from "./index-pending.js";
import { normaliseValue } from "./normalise-value.js";

/** A lookup that is not answered. The message never repeats the value. */
export class LookupError extends Error {
  override readonly name = "LookupError";
  constructor(
    /** `value`: it is none of its class; `not-held`: this process may not; `slow-down`: too many by one viewer. */
    readonly fault: "value" | "not-held" | "slow-down",
    message: string,
    /** Seconds, for `slow-down`. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

export interface Lookup {
  readonly site: string;
  readonly class: string;
  readonly value: string;
  /** ISO 3166-1 alpha-2, for a telephone number without a country code. */
  readonly country?: string;
}

export interface Lookups {
  /**
   * The subjects that a value was stored for. Logged without the value.
   *
   * @throws {LookupError | CatalogError | KeyringError}
   */
  find(lookup: Lookup, by: Actor): Promise<LookupAnswer>;
}

export interface LookupsOptions {
  readonly catalog: LookupCatalog;
  readonly indexes: BlindIndexes;
  /** Opens what waits to be indexed. */
  readonly keyring: Pick<Keyring, "unwrap">;
  /** Counts the events of what was found, where it answers. */
  readonly store?: Pick<EventStore, "rowsOf"> | undefined;
  /** The highest level that this process opens. @default "restricted" */
  readonly maxLevel?: Level | undefined;
  /** Lookups that one viewer may make a minute; 0: no limit. @default 30 */
  readonly perMinute?: number | undefined;
  readonly log?: Log | undefined;
  readonly now?: (() => number) | undefined;
}

/** What a process says that holds no key of blind indexes. */
const NOT_HELD = `This process holds no key for ${LOOKUP_LEVEL} data, and looks nobody up`;

export function createLookups(options: LookupsOptions): Lookups {
  const { catalog, indexes, keyring, store, maxLevel, perMinute = 30, log = SILENT, now = Date.now } = options;
  const quota = createQuota({ most: perMinute, now });

  async function counts(site: string, subjects: readonly Buffer[]): Promise<ReadonlyMap<string, number> | null> {
    if (store === undefined || subjects.length === 0) return null;
    try {
      return await store.rowsOf(site, subjects);
    } catch (error) {
      // Who was found does not wait for how much there is of them.
      if (error instanceof EventStoreError) return null;
      throw error;
    }
  }

  return {
    async find({ site, class: name, value, country }, by) {
      if (!isLookupClass(name)) throw new LookupError("value", `Look up one of ${LOOKUP_CLASSES.join(", ")}`);
      if (!holdsLookups(maxLevel)) throw new LookupError("not-held", NOT_HELD);
      if (by.kind !== "operator") {
        const wait = quota.take(`${by.kind} ${by.id}`);
        if (wait > 0) throw new LookupError("slow-down", "Too many lookups in a minute", wait);
      }
      const normal = normaliseValue(name, value, country);
      if (normal === null) throw new LookupError("value", HINTS[name]);
      // What came in while nobody here could index it is found too.
      await indexPending({ catalog, keyring, indexes });
      const found = await catalog.lookUp(site, name, await indexes.of(site, name, normal));
      log.info({ site, class: name, by, found: found.length }, "somebody was looked up");
      const rows = await counts(
        site,
        found.map(({ subject }) => subject),
      );
      return {
        site,
        class: name,
        matches: found.map(({ subject, first, month }) => {
          const id = subject.toString("hex");
          return { subject: id, first, month, events: rows?.get(id) ?? null };
        }),
      };
    },
  };
}

const HINTS = {
  email: "That is not an e-mail address",
  phone: "That is not a telephone number: write it with its country code, such as +49 30 901820, or name the country",
  "user-id": "A customer's id has 1 to 256 characters",
} as const;
