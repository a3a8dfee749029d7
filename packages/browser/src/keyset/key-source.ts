import { ask } from "../ask.js";
import { type KeySet, KeySetError, readKeySet } from "./key-set.js";
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
}

/** Milliseconds after which a silent collector counts as down. */
const TIMEOUT = 15_000;

/**
 * @param kept Holds the set that this device keeps, where it may keep one.
 * @returns A function that gives the set to use, always the same object. A set is used until it expires by this clock, and
 *   then another is fetched. A set that was just fetched is used whatever the clock says: a visitor's wrong clock must not
 *   silence them. With `refresh` it always asks the collector. It throws KeySetError, or what fetch throws.
 */
export function createKeySource(
  options: KeySourceOptions,
  kept: { keys: string | undefined },
): (refresh?: boolean) => Promise<KeySet> {
  const { site, url, signingKey, embedded, fetch, subtle, now } = options;
  /** The newest set: who holds it sees what changes, such as what the policy refuses. */
  const current = { version: 0, expires: 0 } as KeySet;
  let started = false;

  /** Takes a set unless a newer one has been seen. */
  const accept = async (jws: string): Promise<void> => {
    const set = signingKey ? await verifyKeySet(jws, site, signingKey, subtle) : readKeySet(jws, site);
    if (set.version < current.version) throw new KeySetError("older");
    Object.assign(current, set);
  };

  return async (refresh = false) => {
    if (!started) {
      started = true;
      // What the script carries is trusted as the script is; what the device kept is trusted for its signature alone.
      // Where neither can be used the collector is asked.
      for (const jws of [signingKey && kept.keys, embedded]) if (jws) await accept(jws).catch(() => undefined);
    }
    if (refresh || current.expires <= now()) {
      const { answer, text } = await ask(fetch, url, TIMEOUT, { cache: "no-cache" });
      if (!answer.ok) throw new KeySetError("unavailable");
      const jws = text.trim();
      await accept(jws);
      if (signingKey) kept.keys = jws;
    }
    return current;
  };
}
