import { readPassphrases } from "../data-directory/open-data-dir.js";
import { levelSetting } from "../settings/read-keyrings.js";
import { type Settings, SettingsError } from "../settings/settings.js";
import { restoreFileKeyring } from "./file.js";
import { readRootKeyOf } from "./open-keyring.js";
import { around, type RootName } from "./open-roots.js";
import { recoveryCopyId } from "./recovery-copy.js";
import { type Share, sharesRootId, splitRootKey } from "./shares.js";

/** What somebody wrote down of a root key. */
export interface RootCopy {
  readonly kind: "recovery copy" | "shares";
  readonly text: string;
}

/** @returns The id of the root key that was written down. @throws {KeyringError} `damaged` or `missing` (too few shares) */
export async function rootIdOf({ kind, text }: RootCopy): Promise<string> {
  return kind === "shares" ? sharesRootId(text) : recoveryCopyId(text);
}

/**
 * Splits a root key of the settings for several custodians. It is read from where it is kept: no running collector hands
 * out its root key.
 *
 * @throws {KeyringError} `unsupported` where an HSM keeps it
 */
export async function splitRoot(
  settings: Settings,
  name: RootName,
  numbers: { readonly shares: number; readonly threshold: number },
): Promise<{ readonly id: string; readonly shares: readonly Share[] }> {
  const source = name === "base" ? settings.keyring : settings.levelKeyrings[name];
  if (source === undefined) {
    throw new SettingsError(levelSetting(name as Exclude<RootName, "base">), "must say where that root key is kept");
  }
  const key = await readRootKeyOf(source, around(settings, name, await readPassphrases(settings.data)));
  try {
    const shares = await splitRootKey(key, numbers);
    return { id: await sharesRootId(shares.map(({ text }) => text).join("\n\n")), shares };
  } finally {
    key.fill(0);
  }
}

/**
 * Writes a root key file from shares, or from a recovery copy; never over a file.
 *
 * @returns The root key's id.
 * @throws {KeyringError} `damaged`, `missing` (too few shares), `exists` or `inside-data`
 */
export async function restoreRoot(text: string, path: string, { data }: Settings): Promise<string> {
  const keyring = await restoreFileKeyring(text, { path, dataDir: data });
  try {
    return (await keyring.describe()).id;
  } finally {
    await keyring.close();
  }
}
