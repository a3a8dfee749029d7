import { type KeySet, KeySetError, type RecipientKey, readKeySet } from "./key-set.js";
import { verifyKeySet } from "./verify.js";

export interface KeySourceOptions {
  readonly site: string;
  /** Address of the site's key set. */
  readonly url: string;
  /** The site's signing key, 65 bytes; null trusts whoever served the script and its key set. */
  readonly signingKey: Uint8Array | null;
  /** The set that came with the script, a compact JWS. */
  readonly embedded: string | null;
  readonly fetch: typeof fetch;
  readonly subtle: SubtleCrypto | undefined;
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
  /** The set that this device keeps, where it may keep one. */
  readonly cache: { read(): string | undefined; write(jws: string): void };
}

/** Milliseconds after which a silent collector counts as down. */
const TIMEOUT = 15_000;

/**
 * @returns A function that gives the key to seal to. A set is used until it expires by this clock, and then another is
 *   fetched. A set that was just fetched is used whatever the clock says: a visitor's wrong clock must not silence them.
 *   With `refresh` it always asks the collector. It throws KeySetError, or what fetch throws.
 */
export function createKeySource(options: KeySourceOptions): (refresh?: boolean) => Promise<RecipientKey> {
  const { site, url, signingKey, embedded, fetch, subtle, now, cache } = options;
  let current: KeySet | null = null;
  let started = false;

  const read = async (jws: string): Promise<KeySet> =>
    signingKey ? verifyKeySet(jws, site, signingKey, subtle) : readKeySet(jws, site);

  /** Takes a set unless a newer one has been seen. */
  const accept = (set: KeySet): void => {
    if (current && set.version < current.version) throw new KeySetError("older");
    current = set;
  };

  const start = async (): Promise<void> => {
    started = true;
    // What the script carries is trusted as the script is; what the device kept is trusted for its signature alone.
    for (const jws of [signingKey ? cache.read() : null, embedded]) {
      try {
        if (jws) accept(await read(jws));
      } catch {
        // It cannot be used: the collector is asked instead.
      }
    }
  };

  return async (refresh = false) => {
    if (!started) await start();
    if (!refresh && current && current.expires > now()) return current.key;
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), TIMEOUT);
    let jws: string;
    try {
      const answer = await fetch(url, { credentials: "omit", cache: "no-cache", signal: abort.signal });
      if (!answer.ok) throw new KeySetError("unavailable");
      jws = (await answer.text()).trim();
    } finally {
      clearTimeout(timer);
    }
    accept(await read(jws));
    if (signingKey) cache.write(jws);
    return (current as unknown as KeySet).key;
  };
}
