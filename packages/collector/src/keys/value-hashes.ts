import { createHmac } from "node:crypto";
import { HASH_NAME } from "./contexts.js";
import { keyCache } from "./key-cache.js";
import { openOwnSecret, type OwnSecretParts } from "./own-secret.js";
import type { SecretKey } from "./secret-key.js";

/** Hex digits of a hash that are kept: 96 bits, so that two values of a site never share one by chance. */
const KEPT = 24;

/** Keyed hashes that stand for values which policy does not keep. */
export interface ValueHashes {
  /**
   * @returns `#` and 24 hex digits, the same for equal values of a class and site; null where the site's key is not open.
   */
  of(site: string, name: string, value: string): string | null;
  /** Opens the site's key, which is made the first time. @throws {CatalogError | KeyringError} */
  open(site: string): Promise<void>;
}

/**
 * One key a site, beside those of its blind indexes and kept as they are: whoever holds it can try out values. It is not
 * one of theirs, so that a hash finds nothing in an index.
 */
export function createValueHashes({ catalog, keyring, now = Date.now }: OwnSecretParts): ValueHashes {
  const keys = keyCache<SecretKey>({ limit: 1000, now, onDrop: (key) => key.drop() });
  return {
    of(site, name, value) {
      const key = keys.get(site);
      if (key === undefined || key.dropped) return null;
      const text = `${name}\0${value.normalize("NFKC").trim()}`;
      return `#${createHmac("sha256", key.bytes).update(text).digest("hex").slice(0, KEPT)}`;
    },
    async open(site) {
      const held = keys.get(site);
      if (held !== undefined && !held.dropped) return;
      keys.set(site, await openOwnSecret({ catalog, keyring, now }, { purpose: "blind-index", site, name: HASH_NAME }));
    },
  };
}
