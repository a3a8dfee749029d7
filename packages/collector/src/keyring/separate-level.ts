import type { SealedLevel } from "@wayseal/protocol";
import { exportPrivateKey, generateKeyPair } from "../hpke/index.js";
import {
  kekContext,
  levelContext,
  levelOfOwnKey,
  ownKeyContext,
  QUARANTINE_LEVEL,
  quarantineContext,
} from "../keys/contexts.js";
import { keyId } from "../keys/thumbprint.js";
import type { KeyCatalog } from "../ports/catalog.js";
import type { CustodyCatalog } from "../ports/custody.js";
import type { OwnKeyCatalog } from "../ports/erasures.js";
import type { Keyring } from "../ports/keyring.js";
import type { QuarantineCatalog } from "../ports/quarantine.js";
import { levelKeyring, sealedTo } from "./level-keyring.js";

/**
 * Makes a level's key pair, wrapped by the level's keyring. Its private half leaves this function wrapped only.
 *
 * @throws {KeyringError | CatalogError}
 */
export async function addLevelKey(
  level: SealedLevel,
  { own, catalog, now }: { readonly own: Keyring; readonly catalog: CustodyCatalog; readonly now: number },
): Promise<void> {
  const { privateKey, publicKey } = generateKeyPair();
  const id = keyId(publicKey).toString("base64url");
  const secret = exportPrivateKey(privateKey);
  try {
    const wrapped = await own.wrap(secret, levelContext({ id, level }));
    const { id: root } = await own.describe();
    await catalog.addLevelKey({ id, level, publicKey, wrapped, root, created: now, state: "current" });
    await catalog.noteRoot(root, now);
  } finally {
    secret.fill(0);
  }
}

/**
 * Gives a level a root key of its own: its KEKs, and the keys that only actions of its clearance need, leave the common root
 * key. Whatever interrupts it, it can be called again and goes on where it was; every key opens at every moment.
 *
 * @returns How many keys were sealed anew.
 * @throws {KeyringError | CatalogError}
 */
export async function separateLevel(
  level: SealedLevel,
  options: {
    readonly base: Keyring;
    readonly own: Keyring;
    readonly catalog: CustodyCatalog &
      Pick<KeyCatalog, "keks"> &
      Pick<OwnKeyCatalog, "ownKeys" | "rewrapOwnKey"> &
      Pick<QuarantineCatalog, "quarantineKeks" | "rewrapQuarantineKek">;
    readonly now: number;
  },
): Promise<number> {
  const { base, own, catalog } = options;
  const has = (await catalog.levelKeys()).some((key) => key.level === level);
  if (!has) await addLevelKey(level, options);
  const keyring = levelKeyring({ base, own: { [level]: own }, max: "restricted", catalog });
  let moved = 0;
  for (const kek of await catalog.keks()) {
    if (kek.level !== level || sealedTo(kek.wrapped) !== null) continue;
    const secret = await base.unwrap(kek.wrapped, kekContext(kek));
    try {
      const wrapped = await keyring.wrap(secret, kekContext(kek));
      if (await catalog.rewrap({ kind: "kek", id: kek.id }, kek.wrapped, wrapped)) moved++;
    } finally {
      secret.fill(0);
    }
  }
  for (const key of await catalog.ownKeys()) {
    if (levelOfOwnKey(key) !== level || sealedTo(key.wrapped) !== null) continue;
    const secret = await base.unwrap(key.wrapped, ownKeyContext(key));
    try {
      await catalog.rewrapOwnKey({ ...key, wrapped: await keyring.wrap(secret, ownKeyContext(key)) });
      moved++;
    } finally {
      secret.fill(0);
    }
  }
  for (const kek of level === QUARANTINE_LEVEL ? await catalog.quarantineKeks() : []) {
    if (sealedTo(kek.wrapped) !== null) continue;
    const secret = await base.unwrap(kek.wrapped, quarantineContext(kek));
    try {
      const wrapped = await keyring.wrap(secret, quarantineContext(kek));
      if (await catalog.rewrapQuarantineKek(kek.id, kek.wrapped, wrapped)) moved++;
    } finally {
      secret.fill(0);
    }
  }
  return moved;
}
