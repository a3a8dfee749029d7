import { createHmac } from "node:crypto";
import { keyCache } from "./key-cache.js";
import { openOwnSecret, type OwnSecretParts } from "./own-secret.js";
import type { SecretKey } from "./secret-key.js";

export interface BlindIndexes {
  /**
   * HMAC-SHA-256 of a normalised value under the key of its site and class, 32 bytes. The key is made the first time.
   *
   * @throws {CatalogError | KeyringError}
   */
  of(site: string, name: string, value: string): Promise<Buffer>;
}

/**
 * The keys of blind indexes, one a site and class. They are wrapped by the root key and not by the catalog's, so that the
 * catalog alone tells nothing: whoever holds one can try out values, and there are few telephone numbers.
 */
export function createBlindIndexes({ catalog, keyring, now = Date.now }: OwnSecretParts): BlindIndexes {
  const keys = keyCache<Promise<SecretKey>>({
    ...{ limit: 1000, now },
    onDrop: (key) =>
      void key.then(
        (key) => key.drop(),
        () => undefined,
      ),
  });

  function keyOf(site: string, name: string): Promise<SecretKey> {
    const place = `${site} ${name}`;
    let key = keys.get(place);
    if (key === undefined) {
      const opening = openOwnSecret({ catalog, keyring, now }, { purpose: "blind-index", site, name });
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
