import { createHmac } from "node:crypto";
import type { OwnKeyCatalog } from "../ports/erasures.js";
import type { Keyring } from "../ports/keyring.js";
import { BoundedCache } from "./bounded-cache.js";
import { ownKeyContext } from "./contexts.js";
import { SecretKey } from "./secret-key.js";

const AGE = 10 * 60_000;

export interface BlindIndexes {
  /**
   * HMAC-SHA-256 of a normalised value under the key of its site and class, 32 bytes. The key is made the first time.
   *
   * @throws {CatalogError | KeyringError}
   */
  of(site: string, name: string, value: string): Promise<Buffer>;
}

export interface BlindIndexesOptions {
  readonly catalog: Pick<OwnKeyCatalog, "ownKey" | "addOwnKey">;
  readonly keyring: Pick<Keyring, "generate" | "unwrap">;
  readonly now?: () => number;
}

/**
 * The keys of blind indexes, one a site and class. They are wrapped by the root key and not by the catalog's, so that the
 * catalog alone tells nothing: whoever holds one can try out values, and there are few telephone numbers.
 */
export function createBlindIndexes({ catalog, keyring, now = Date.now }: BlindIndexesOptions): BlindIndexes {
  const keys = new BoundedCache<Promise<SecretKey>>({
    ...{ limit: 1000, age: AGE, now },
    onDrop: (key) =>
      void key.then(
        (key) => key.drop(),
        () => undefined,
      ),
  });

  async function open(site: string, name: string): Promise<SecretKey> {
    const identity = { purpose: "blind-index", site, name } as const;
    const context = ownKeyContext(identity);
    let stored = await catalog.ownKey("blind-index", site, name);
    if (stored === null) {
      const { key, wrapped } = await keyring.generate(context);
      key.fill(0);
      // Another process may have been first: the catalog's answer names the one that counts.
      stored = await catalog.addOwnKey({ ...identity, publicKey: Buffer.alloc(0), wrapped, created: now() });
    }
    const key = await keyring.unwrap(stored.wrapped, context);
    try {
      return new SecretKey(key);
    } finally {
      key.fill(0);
    }
  }

  function keyOf(site: string, name: string): Promise<SecretKey> {
    const place = `${site} ${name}`;
    let key = keys.get(place);
    if (key === undefined) {
      const opening = open(site, name);
      keys.set(place, (key = opening));
      opening.catch(() => keys.delete(place));
    }
    return key;
  }

  return {
    async of(site, name, value) {
      let key = await keyOf(site, name);
      // It may have grown old, and been dropped, while we waited.
      while (key.dropped) key = await keyOf(site, name);
      return createHmac("sha256", key.bytes).update(value).digest();
    },
  };
}
