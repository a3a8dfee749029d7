import type { OwnKey, OwnKeyCatalog } from "../ports/erasures.js";
import type { Keyring } from "../ports/keyring.js";
import { ownKeyContext } from "./contexts.js";
import { SecretKey } from "./secret-key.js";

export interface OwnSecretParts {
  readonly catalog: Pick<OwnKeyCatalog, "ownKey" | "addOwnKey">;
  readonly keyring: Pick<Keyring, "generate" | "unwrap">;
  readonly now?: () => number;
}

/**
 * Opens a symmetric key outside the hierarchy of DEKs, which is made the first time.
 *
 * @returns The key. The caller drops it.
 * @throws {CatalogError | KeyringError}
 */
export async function openOwnSecret(
  { catalog, keyring, now = Date.now }: OwnSecretParts,
  identity: Pick<OwnKey, "purpose" | "site" | "name">,
): Promise<SecretKey> {
  const context = ownKeyContext(identity);
  let stored = await catalog.ownKey(identity.purpose, identity.site, identity.name);
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
