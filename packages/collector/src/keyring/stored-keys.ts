import { kekContext, ownKeyContext, quarantineContext } from "../keys/contexts.js";
import type { KeyCatalog } from "../ports/catalog.js";
import type { CustodyCatalog } from "../ports/custody.js";
import type { OwnKeyCatalog } from "../ports/erasures.js";
import type { EncryptionContext } from "../ports/keyring.js";
import type { QuarantineCatalog } from "../ports/quarantine.js";

/** A key at rest, and how its wrapping is changed. */
export interface StoredKey {
  readonly wrapped: Buffer;
  readonly context: EncryptionContext;
  /** Puts a new wrapping in the old one's place. False: it is gone, or was wrapped anew by another meanwhile. */
  readonly replace: (wrapped: Buffer) => Promise<boolean>;
}

export type StoredKeyCatalog = Pick<CustodyCatalog, "rewrap"> &
  Pick<KeyCatalog, "keks"> &
  Pick<OwnKeyCatalog, "ownKeys" | "rewrapOwnKey"> &
  Pick<QuarantineCatalog, "quarantineKeks" | "rewrapQuarantineKek">;

/** @returns All keys that may be of a level: KEKs, keys outside their hierarchy, and those of quarantine. */
export async function storedKeys(catalog: StoredKeyCatalog): Promise<StoredKey[]> {
  return [
    ...(await catalog.keks()).map((kek) => ({
      wrapped: kek.wrapped,
      context: kekContext(kek),
      replace: (wrapped: Buffer) => catalog.rewrap({ kind: "kek", id: kek.id }, kek.wrapped, wrapped),
    })),
    ...(await catalog.ownKeys()).map((key) => ({
      wrapped: key.wrapped,
      context: ownKeyContext(key),
      replace: (wrapped: Buffer) => catalog.rewrapOwnKey({ ...key, wrapped }).then(() => true),
    })),
    ...(await catalog.quarantineKeks()).map((kek) => ({
      wrapped: kek.wrapped,
      context: quarantineContext(kek),
      replace: (wrapped: Buffer) => catalog.rewrapQuarantineKek(kek.id, kek.wrapped, wrapped),
    })),
  ];
}
