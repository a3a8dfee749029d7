import type { SealedLevel } from "@wayseal/protocol";
import { exportPrivateKey, generateKeyPair } from "../hpke/index.js";
import { levelContext, levelOfContext } from "../keys/contexts.js";
import { keyId } from "../keys/thumbprint.js";
import type { CustodyCatalog } from "../ports/custody.js";
import type { Keyring } from "../ports/keyring.js";
import { levelKeyring, sealedTo } from "./level-keyring.js";
import { rewrapEach } from "./rewrap-each.js";
import { type StoredKeyCatalog, storedKeys } from "./stored-keys.js";

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
    // First, as a key that is there is not made again, and its root key would stay without a date.
    await catalog.noteRoot(root, now);
    await catalog.addLevelKey({ id, level, publicKey, wrapped, root, created: now, state: "current" });
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
    readonly catalog: CustodyCatalog & StoredKeyCatalog;
    readonly now: number;
    /** Called with each key that was sealed anew. */
    readonly onProgress?: ((done: number, total: number) => void) | undefined;
  },
): Promise<number> {
  const { base, own, catalog, onProgress } = options;
  const has = (await catalog.levelKeys()).some((key) => key.level === level);
  if (!has) await addLevelKey(level, options);
  const keyring = levelKeyring({ base, own: { [level]: own }, max: "restricted", catalog });
  const left = (await storedKeys(catalog)).filter(
    ({ wrapped, context }) => levelOfContext(context) === level && sealedTo(wrapped) === null,
  );
  return rewrapEach(left, keyring, onProgress);
}
