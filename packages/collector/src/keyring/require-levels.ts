import { type Level, LEVELS, SEALED_LEVELS, type SealedLevel } from "@wayseal/protocol";
import { levelContext, levelOfOwnKey, QUARANTINE_LEVEL } from "../keys/contexts.js";
import type { KeyCatalog, SiteCatalog } from "../ports/catalog.js";
import type { CustodyCatalog } from "../ports/custody.js";
import type { OwnKeyCatalog } from "../ports/erasures.js";
import { type Keyring, KeyringError } from "../ports/keyring.js";
import type { QuarantineCatalog } from "../ports/quarantine.js";
import { levelSetting } from "../settings/read-keyrings.js";
import { sealedTo } from "./level-keyring.js";

/**
 * Checks before anything starts that levels and root keys are as the settings say: that what this process is given opens,
 * and that nothing of a level above `max` is wrapped by a root key that it holds. A process that only writes holds no signing
 * key either.
 *
 * @throws {KeyringError} One line that says what to do.
 */
export async function requireLevels({
  own,
  max,
  catalog,
}: {
  readonly own: Readonly<Partial<Record<SealedLevel, Keyring>>>;
  readonly max: Level;
  readonly catalog: Pick<CustodyCatalog, "levelKeys"> &
    Pick<KeyCatalog, "keks"> &
    Pick<OwnKeyCatalog, "ownKeys"> &
    Pick<QuarantineCatalog, "quarantineKeks"> &
    Pick<SiteCatalog, "sites" | "signingKey">;
}): Promise<void> {
  const [levelKeys, keks, ownKeys, quarantine] = await Promise.all([
    ...([catalog.levelKeys(), catalog.keks(), catalog.ownKeys(), catalog.quarantineKeks()] as const),
  ]);
  for (const level of SEALED_LEVELS) {
    const current = levelKeys.find((key) => key.level === level && key.state === "current");
    const ofLevel = [...keks.filter((kek) => kek.level === level), ...(level === QUARANTINE_LEVEL ? quarantine : [])];
    const shared = ofLevel.some(({ wrapped }) => sealedTo(wrapped) === null);
    const keyring = own[level];
    const setting = levelSetting(level);
    if (LEVELS[level] > LEVELS[max]) {
      const own = ownKeys.some((key) => levelOfOwnKey(key) === level && sealedTo(key.wrapped) === null);
      if (current !== undefined && !shared && !own) continue;
      throw new KeyringError(
        "not-held",
        `The root key that this process would hold opens ${level} data too. Give that level its own first: set ${setting} and run wayseal keys separate ${level}`,
      );
    }
    if (keyring === undefined) {
      if (current === undefined) continue;
      throw new KeyringError(
        "missing",
        `${level} has a root key of its own (${current.root}): set ${setting}, or start with a lower --max-level`,
      );
    }
    if (current === undefined || shared) {
      throw new KeyringError(
        "missing",
        `${setting} is set, and ${level} is still under the common root key: run wayseal keys separate ${level}`,
      );
    }
    const { id } = await keyring.describe();
    const opens = await keyring.unwrap(current.wrapped, levelContext(current)).catch(() => null);
    opens?.fill(0);
    if (opens === null && id !== current.root) {
      throw new KeyringError("foreign", `${level} belongs to root key ${current.root}, and ${setting} opens ${id}`);
    }
    if (opens === null) (await keyring.unwrap(current.wrapped, levelContext(current))).fill(0);
  }
  if (max !== "public") return;
  for (const { id } of await catalog.sites()) {
    const held = (await catalog.signingKey(id))?.wrapped ?? null;
    if (held === null) continue;
    throw new KeyringError(
      "not-held",
      `The root key that this process would hold opens the signing key of ${id} too. Keep that elsewhere first: wayseal keys signer, set, sign and publish`,
    );
  }
}
