import type { SealedLevel } from "@wayseal/protocol";
import { changeManifest } from "../data-directory/change-manifest.js";
import { readCustodyIfAny } from "../data-directory/open-data-dir.js";
import type { Catalog } from "../ports/catalog.js";
import type { Keyring } from "../ports/keyring.js";
import { placeText } from "../settings/place-text.js";
import { levelSetting } from "../settings/read-keyrings.js";
import { type Settings, SettingsError } from "../settings/settings.js";
import { openOrCreateKeyring } from "./open-keyring.js";
import { around, openRoots } from "./open-roots.js";
import type { RootMade } from "./rotate-root.js";
import { rootWrittenDown } from "./root-written-down.js";
import { separateLevel } from "./separate-level.js";

export interface SeparateOrder {
  /** Called before anything relies on the level's root key. */
  readonly onNew?: (made: Omit<RootMade, "id">) => void;
  /** Called with each key that was sealed anew. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Separated extends Omit<RootMade, "id"> {
  /** How many keys were sealed anew. */
  readonly keks: number;
}

/**
 * Gives a level the root key of its own that the settings name, and makes that where there is none. No collector may run.
 * Whatever interrupts it, it can be called again and goes on where it was.
 *
 * @param order.open Opens the catalog by the common root key.
 * @throws {SettingsError | DataDirError | KeyringError | CatalogError} Nothing is lost.
 */
export async function takeLevelApart(
  settings: Settings,
  level: SealedLevel,
  order: SeparateOrder & { readonly open: (base: Keyring) => Promise<Catalog> },
): Promise<Separated> {
  const source = settings.levelKeyrings[level];
  if (source === undefined) {
    throw new SettingsError(levelSetting(level), `must say where the root key of ${level} is to be kept`);
  }
  const custody = await readCustodyIfAny(settings.data);
  const { base } = await openRoots({ ...settings, levelKeyrings: {} }, custody);
  try {
    const catalog = await order.open(base);
    const apart = async (): Promise<Separated> => {
      const opened = await openOrCreateKeyring(source, around(settings, level, custody.passphrases));
      const { keyring: own, recoveryCopy, record } = opened;
      try {
        // Before anything relies on it.
        if (record !== null && custody.passphrases[level] === undefined) {
          await changeManifest(settings.data, (manifest) => ({
            ...manifest,
            passphrases: { ...manifest.passphrases, [level]: record },
          }));
        }
        const made = { rootKey: placeText(source), recoveryCopy };
        order.onNew?.(made);
        const keks = await separateLevel(level, { base, own, catalog, now: Date.now(), onProgress: order.onProgress });
        // What was wrapped by the common root key leaves the log too.
        await catalog.scrub();
        return { keks, ...made };
      } finally {
        await own.close();
      }
    };
    try {
      return await rootWrittenDown(catalog, { action: "key.create", level }, apart, ({ keks: keys }) => ({ keys }));
    } finally {
      await catalog.close();
    }
  } finally {
    await base.close();
  }
}
