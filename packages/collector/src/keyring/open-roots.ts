import { LEVELS, SEALED_LEVELS, type SealedLevel } from "@wayseal/protocol";
import type { Passphrases, Rotations } from "../data-directory/manifest.js";
import { type Keyring, KeyringError } from "../ports/keyring.js";
import type { KeyringSource } from "../settings/keyring-source.js";
import type { Settings } from "../settings/settings.js";
import { openKeyring, openOrCreateKeyring, type Surroundings } from "./open-keyring.js";
import { openRotating } from "./open-rotating.js";

/** The keyrings that a process was given. */
export interface Roots {
  readonly base: Keyring;
  readonly own: Readonly<Partial<Record<SealedLevel, Keyring>>>;
  /** Root keys that were rotated, and whose old place the settings name still. */
  readonly unsettled?: readonly RootName[];
}

/** What a root key is for. */
export type RootName = "base" | SealedLevel;

/** Roots, and what making them gave. */
export interface MadeRoots extends Roots {
  /** To be shown once. A root key that was there before, or that never leaves its HSM, has none. */
  readonly recoveryCopies: Readonly<Partial<Record<RootName, string>>>;
  /** To be stored with the data. */
  readonly passphrases: Passphrases;
}

/** What opening a root key takes besides where it is kept. */
export function around(settings: Settings, name: RootName, passphrases: Passphrases): Surroundings {
  return {
    ...settings.secrets,
    dataDir: settings.data,
    record: passphrases[name] ?? null,
    of: name === "base" ? "" : ` of level ${name}`,
  };
}

/** Levels whose own keyring this process may open. */
function ownLevels({ levelKeyrings, maxLevel }: Settings): SealedLevel[] {
  return SEALED_LEVELS.filter((level) => levelKeyrings[level] !== undefined && LEVELS[level] <= LEVELS[maxLevel]);
}

/** Opens the root keys of the settings, none above their `maxLevel`. @throws {KeyringError} */
export async function openRoots(
  settings: Settings,
  { passphrases, rotations = {} }: { readonly passphrases: Passphrases; readonly rotations?: Rotations },
): Promise<Roots> {
  const opened: Keyring[] = [];
  const unsettled: RootName[] = [];
  const open = async (name: RootName, source: KeyringSource) => {
    const rotation = rotations[name];
    if (rotation === undefined) return openKeyring(source, around(settings, name, passphrases));
    const { keyring, settled } = await openRotating(name, source, rotation, { settings, passphrases });
    if (!settled) unsettled.push(name);
    return keyring;
  };
  try {
    const base = await open("base", settings.keyring);
    opened.push(base);
    const own: Partial<Record<SealedLevel, Keyring>> = {};
    for (const level of ownLevels(settings)) {
      const source = settings.levelKeyrings[level];
      if (source === undefined) continue;
      own[level] = await open(level, source);
      opened.push(own[level]);
    }
    return { base, own, unsettled };
  } catch (error) {
    for (const keyring of opened) await keyring.close();
    throw error;
  }
}

/** Opens the root keys for a new data directory, and makes those that are not there. @throws {KeyringError} */
export async function makeRoots(settings: Settings): Promise<MadeRoots> {
  if (settings.maxLevel !== "restricted") {
    const message =
      "A data directory is made by a process that holds every level: run wayseal init without --max-level";
    throw new KeyringError("not-held", message);
  }
  const recoveryCopies: Partial<Record<RootName, string>> = {};
  const passphrases: Partial<Record<RootName, NonNullable<Passphrases[RootName]>>> = {};
  const make = async (name: RootName) => {
    const source = name === "base" ? settings.keyring : settings.levelKeyrings[name];
    if (source === undefined) throw new Error(`There is no keyring for ${name}`);
    const { keyring, recoveryCopy, record } = await openOrCreateKeyring(source, around(settings, name, {}));
    if (recoveryCopy !== null) recoveryCopies[name] = recoveryCopy;
    if (record !== null) passphrases[name] = record;
    return keyring;
  };
  const base = await make("base");
  const own: Partial<Record<SealedLevel, Keyring>> = {};
  for (const level of ownLevels(settings)) own[level] = await make(level);
  return { base, own, recoveryCopies, passphrases };
}
