import { importPrivateKey, type RecipientPair } from "../hpke/index.js";
import { importIngestKey, type VerifyingKey } from "../keys/ingest-token.js";
import { recipientContext } from "../keys/contexts.js";
import { keyCache } from "../keys/key-cache.js";
import type { IngestKey, RecipientKey, Site, SiteCatalog } from "../ports/catalog.js";
import type { Keyring } from "../ports/keyring.js";

/** A site as requests need it. */
export interface OpenSite {
  readonly site: Site;
  /** Recipient keys that are accepted now, by kid. */
  readonly recipients: ReadonlyMap<string, RecipientPair>;
  /** Keys that its ingest tokens are checked with, by kid. */
  readonly ingestKeys: ReadonlyMap<string, VerifyingKey>;
}

/** How long an unwrapped recipient key is held, milliseconds. */
const AGE = 60 * 60_000;
/** Requests after which it is unwrapped anew. More than of other keys: a busy collector shall get over an HSM's absence. */
const USES = 1_000_000;

/** A key that opens what is sealed to it. */
type AcceptedKey = RecipientKey & { readonly wrapped: Buffer };

function isAccepted(key: RecipientKey): key is AcceptedKey {
  return key.wrapped !== null && key.state !== "retired" && key.state !== "destroyed";
}

function has(keys: readonly AcceptedKey[], kid: string): boolean {
  return keys.some((key) => key.kid === kid);
}

function pairName({ site, kid }: Pick<RecipientKey, "site" | "kid">): string {
  return `${site} ${kid}`;
}

interface Entry {
  readonly site: Site;
  readonly keys: readonly AcceptedKey[];
  readonly ingestKeys: readonly IngestKey[];
  /** Public halves alone. Private ones are asked for by each request: what stood here would outlive their age. */
  verifying?: ReadonlyMap<string, VerifyingKey>;
}

export interface SitesOptions {
  readonly catalog: Pick<SiteCatalog, "sites" | "recipientKeys" | "ingestKeys">;
  readonly keyring: Pick<Keyring, "unwrap">;
  readonly now: () => number;
  /** How long the catalog's answer is used, milliseconds; 1,000. A key that is retired stops opening within this time. */
  readonly fresh?: number;
}

/** Reads sites and their recipient keys from the catalog, once in a while, and unwraps each key when it is first used. */
export function openSites({ catalog, keyring, now, fresh = 1000 }: SitesOptions): {
  /**
   * @param kids Keys that something was sealed to: one that was published just now is among the site's.
   * @returns The site, or null if there is none.
   */
  get(site: string, kids: readonly string[]): Promise<OpenSite | null>;
} {
  const pairs = keyCache<Promise<RecipientPair>>({ limit: 1000, age: AGE, uses: USES });
  let names: ReadonlySet<string> = new Set();
  let read: { readonly at: number; readonly sites: Promise<ReadonlyMap<string, Entry>> } | null = null;

  async function unwrap({ site, kid, publicKey, wrapped }: AcceptedKey): Promise<RecipientPair> {
    const secret = await keyring.unwrap(wrapped, recipientContext(site, kid));
    try {
      return { privateKey: importPrivateKey(secret), publicKey };
    } finally {
      secret.fill(0);
    }
  }

  function pair(recipient: AcceptedKey): Promise<RecipientPair> {
    const key = pairName(recipient);
    const held = pairs.get(key);
    if (held !== undefined) return held;
    const made = unwrap(recipient);
    // Not one that was retired since this request read the catalog: nothing would take it out again.
    if (names.has(key)) pairs.set(key, made);
    made.catch(() => pairs.delete(key));
    return made;
  }

  async function load(): Promise<ReadonlyMap<string, Entry>> {
    const [sites, keys, ingest] = await Promise.all([catalog.sites(), catalog.recipientKeys(), catalog.ingestKeys()]);
    const accepted = keys.filter(isAccepted);
    const held = new Set(accepted.map(pairName));
    // A private half that opens nothing any more does not wait in memory until it is an hour old.
    for (const name of names) if (!held.has(name)) pairs.delete(name);
    names = held;
    const of = <Key extends { readonly site: string }>(list: readonly Key[], id: string): Key[] =>
      list.filter((key) => key.site === id);
    return new Map(
      sites.map((site) => [site.id, { site, keys: of(accepted, site.id), ingestKeys: of(ingest, site.id) }]),
    );
  }

  /** Unwraps a site's keys when it is first asked for: one site's damaged key is no other site's trouble. */
  async function open(entry: Entry): Promise<OpenSite> {
    const { site, keys, ingestKeys } = entry;
    entry.verifying ??= new Map(ingestKeys.map(({ kid, publicKey }) => [kid, importIngestKey(publicKey)]));
    return {
      site,
      ingestKeys: entry.verifying,
      recipients: new Map(await Promise.all(keys.map(async (key) => [key.kid, await pair(key)] as const))),
    };
  }

  function current(oldest: number): Promise<ReadonlyMap<string, Entry>> {
    const at = now();
    // A clock that was set back must not make an old answer last.
    if (read !== null && read.at > at - oldest && read.at <= at) return read.sites;
    const reading = { at, sites: load() };
    read = reading;
    reading.sites.catch(() => read === reading && (read = null));
    return reading.sites;
  }

  return {
    async get(id, kids) {
      // A site that was added just now is worth asking again for, though not for each request of a stranger.
      let entry = (await current(fresh)).get(id) ?? (await current(fresh / 10)).get(id);
      if (entry === undefined) return null;
      // A key may have been published this very moment: what is sealed to it must not be refused. A stranger's kid costs a
      // look at one site's keys, which is less than an envelope that opens.
      const strange = kids.filter((kid) => !has(entry?.keys ?? [], kid));
      if (
        strange.length > 0 &&
        (await catalog.recipientKeys(id)).some((key) => isAccepted(key) && strange.includes(key.kid))
      ) {
        entry = (await current(0)).get(id);
        if (entry === undefined) return null;
      }
      return open(entry);
    },
  };
}
