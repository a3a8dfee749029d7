import { access, link, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { backupUnderOldRoot } from "../data-directory/backup-under-old-root.js";
import { changeManifest } from "../data-directory/change-manifest.js";
import type { Manifest, Rotation } from "../data-directory/manifest.js";
import { readCustody } from "../data-directory/open-data-dir.js";
import { syncDir } from "../data-directory/sync-dir.js";
import type { Catalog } from "../ports/catalog.js";
import { type Keyring, KeyringError } from "../ports/keyring.js";
import { type KeyringSource, KeyringSourceError, parseKeyringSource } from "../settings/keyring-source.js";
import { keyringText } from "../settings/keyring-text.js";
import { placeText } from "../settings/place-text.js";
import { levelSetting } from "../settings/read-keyrings.js";
import { type Settings, SettingsError } from "../settings/settings.js";
import { openOrCreateKeyring, readRootKeyOf } from "./open-keyring.js";
import { around, type RootName, type Roots } from "./open-roots.js";
import { formatRecoveryCopy } from "./recovery-copy.js";
import { rewrapAll } from "./rewrap-all.js";
import { rootWrittenDown } from "./root-written-down.js";
import { rotatingKeyring } from "./rotating-keyring.js";

/** An open data directory, as main.ts opens it. */
export type OpenForRotation = (settings: Settings) => Promise<{
  readonly keyring: Keyring;
  readonly roots: Roots;
  readonly catalog: Catalog;
}>;

export interface RotateRootOrder {
  readonly name: RootName;
  /** The keyring's setting of the new root key. Undefined: a file beside the old one's, or another passphrase. */
  readonly to?: string | undefined;
  /** Called before anything relies on the new root key. */
  readonly onNew?: (made: RootMade) => void;
  /** Called with each key that was wrapped anew. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface RootMade {
  readonly id: string;
  /** For people. */
  readonly rootKey: string;
  /** To be shown; null where there is none, or it is not ours to show. */
  readonly recoveryCopy: string | null;
}

export interface RootRotated extends RootMade {
  readonly old: { readonly id: string; readonly rootKey: string };
  readonly rewrapped: number;
  /** Number of the newest key backup where it opens with the old root key alone; null: no backup on record needs that. */
  readonly backup: number | null;
  /** What is to be set where the settings still name the old root key's place; null: they name the new one's. */
  readonly set: { readonly name: string; readonly value: string } | null;
}

/**
 * Puts another root key in the place of one. The new key is made and written down first, and noted in the manifest; then every
 * key that the old one wrapped is wrapped anew, one by one; then the manifest names the new one. Both open until then, so that
 * whatever interrupts it loses nothing: called again, it goes on where it was. The old root key is left to `destroyRoot`.
 *
 * @throws {KeyringError | SettingsError | DataDirError | CatalogError} Nothing is lost.
 */
export async function rotateRoot(
  settings: Settings,
  order: RotateRootOrder,
  open: OpenForRotation,
): Promise<RootRotated> {
  const { name } = order;
  requireEverything(settings, name);
  const { keyring, roots, catalog } = await open(settings);
  const rotate = async (): Promise<RootRotated> => {
    const begun = await beginRotation(settings, order, roots);
    const { to } = begun;
    // Where it was cut off between the new file's name and the note of it, the file is there already.
    const rotation = begun.rotation.state === "begun" ? begun.rotation : await swapFiles(settings, name);
    const source = parseKeyringSource(rotation.to.place, "");
    const made: RootMade = {
      id: rotation.to.id,
      rootKey: placeText(source),
      recoveryCopy: begun.recoveryCopy ?? (await readCopy(settings, name, source, rotation)),
    };
    order.onNew?.(made);
    let rewrapped = 0;
    if (rotation.state === "begun") {
      rewrapped = await rewrapAll({ name, rotation, keyring: to, catalog, onProgress: order.onProgress });
      await catalog.noteRoot(rotation.to.id, Date.now());
      await catalog.scrub();
      await settle(settings, { name, to, lastBackup: (await catalog.backups()).at(-1)?.number ?? 0 });
    }
    const last = await swapFiles(settings, name);
    const named = keyringText(sourceOf(settings, name)) === last.to.place;
    return {
      ...made,
      rootKey: placeText(parseKeyringSource(last.to.place, "")),
      old: { id: last.from.id, rootKey: placeText(parseKeyringSource(last.from.place, "")) },
      rewrapped,
      backup: backupUnderOldRoot(last, await catalog.backups()),
      set: named ? null : { name: settingOf(name), value: last.to.place },
    };
  };
  try {
    const made = ({ id: key, old, rewrapped }: RootRotated) => ({ key, old: old.id, rewrapped });
    return await rootWrittenDown(catalog, { action: "key.rotate", level: name }, rotate, made);
  } finally {
    await catalog.close();
    await keyring.close();
  }
}

interface Begun {
  readonly rotation: Rotation;
  /** Opens what either wrapped, and wraps by the new one. */
  readonly to: Keyring;
  readonly recoveryCopy: string | null;
}

/** Takes up the rotation that is under way, or makes the new root key and notes it. */
async function beginRotation(settings: Settings, { name, to }: RotateRootOrder, roots: Roots): Promise<Begun> {
  const old = name === "base" ? roots.base : (roots.own[name] as Keyring);
  const { rotations } = await readCustody(settings.data);
  const running = rotations[name];
  const wanted = to === undefined ? undefined : parse(to);
  if (running !== undefined) {
    if (wanted !== undefined && ![running.to.place, running.from.place].includes(keyringText(wanted))) {
      throw new KeyringError(
        "exists",
        `The root key ${running.to.id} takes the place of ${running.from.id} already: finish that first, by wayseal keys rotate --root and keys destroy`,
      );
    }
    return { rotation: running, to: old, recoveryCopy: null };
  }
  const from = sourceOf(settings, name);
  const source = wanted ?? besides(from);
  if (source.kind !== "passphrase" && keyringText(source) === keyringText(from)) {
    throw new KeyringError("exists", "The new root key would lie where the old one lies: name another place with --to");
  }
  const { id } = await old.describe();
  const opened = await openOrCreateKeyring(source, { ...around(settings, name, {}), of: `${of(name)}, the new one` });
  const next = await opened.keyring.describe();
  if (next.id === id) {
    throw new KeyringError("exists", "That is the root key that is in use already: name another place with --to");
  }
  const rotation: Rotation = {
    state: "begun",
    from: { id, place: keyringText(from) },
    to: { id: next.id, place: keyringText(source), ...(opened.record !== null && { record: opened.record }) },
  };
  await changeManifest(settings.data, (manifest) => ({
    ...manifest,
    rotations: { ...manifest.rotations, [name]: rotation },
  }));
  return { rotation, to: rotatingKeyring({ from: old, to: opened.keyring }), recoveryCopy: opened.recoveryCopy };
}

/** From here on the old root key is needed by nothing but backups of before. */
async function settle(
  settings: Settings,
  { name, to, lastBackup }: { readonly name: RootName; readonly to: Keyring; readonly lastBackup: number },
): Promise<void> {
  const { manifest } = await readCustody(settings.data);
  const keys: Record<string, string> = {};
  for (const [purpose, wrapped] of Object.entries(name === "base" ? manifest.keys : {})) {
    const key = await to.unwrap(Buffer.from(wrapped, "base64url"), { purpose });
    try {
      keys[purpose] = (await to.wrap(key, { purpose })).toString("base64url");
    } finally {
      key.fill(0);
    }
  }
  await changeManifest(settings.data, (manifest) => {
    const rotation = manifest.rotations?.[name] as Rotation;
    const { [name]: record, ...passphrases } = manifest.passphrases ?? {};
    return {
      ...manifest,
      ...(name === "base" && { root: rotation.to.id, keys: { ...manifest.keys, ...keys } }),
      passphrases: { ...passphrases, ...(rotation.to.record !== undefined && { [name]: rotation.to.record }) },
      rotations: {
        ...manifest.rotations,
        [name]: {
          ...rotation,
          state: "rewrapped",
          lastBackup,
          from: { ...rotation.from, ...(record !== undefined && { record }) },
        },
      },
    } satisfies Manifest;
  });
}

/** Gives a new root key file the old one's name, so that no setting has to change. The old one stays beside it. */
async function swapFiles(settings: Settings, name: RootName): Promise<Rotation> {
  const { rotations } = await readCustody(settings.data);
  const rotation = rotations[name] as Rotation;
  const [from, to] = [parseKeyringSource(rotation.from.place, ""), parseKeyringSource(rotation.to.place, "")];
  if (from.kind !== "file" || to.kind !== "file" || to.path !== nextTo(from.path)) return rotation;
  const old = `${from.path}.old`;
  if (await exists(to.path)) {
    await link(from.path, old).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
      if ((await stat(old)).ino !== (await stat(from.path)).ino) {
        throw new KeyringError("exists", `There is another file at ${old}: move it away, and run the command again`);
      }
    });
    // A rename over the name that the settings have: at every moment one of the two keys is there.
    await rename(to.path, from.path);
    await syncDir(dirname(from.path));
  }
  const swapped: Rotation = {
    ...rotation,
    from: { ...rotation.from, place: keyringText({ kind: "file", path: old }) },
    to: { ...rotation.to, place: keyringText(from) },
  };
  await changeManifest(settings.data, (manifest) => ({
    ...manifest,
    rotations: { ...manifest.rotations, [name]: swapped },
  }));
  return swapped;
}

/** Whoever runs this again has perhaps not seen the copy: it is shown until the old root key is destroyed. */
async function readCopy(
  settings: Settings,
  name: RootName,
  source: KeyringSource,
  { to }: Rotation,
): Promise<string | null> {
  if (source.kind !== "file" && source.kind !== "passphrase") return null;
  const surroundings = {
    ...around(settings, name, {}),
    record: to.record ?? null,
    of: `${of(name)}, to show its copy`,
  };
  const key = await readRootKeyOf(source, surroundings);
  try {
    return formatRecoveryCopy(key);
  } finally {
    key.fill(0);
  }
}

function requireEverything(settings: Settings, name: RootName): void {
  if (settings.maxLevel !== "restricted") {
    throw new KeyringError(
      "not-held",
      "A root key is rotated by a process that holds every level: run it without --max-level (WAYSEAL_MAX_LEVEL)",
    );
  }
  sourceOf(settings, name);
}

function sourceOf(settings: Settings, name: RootName): KeyringSource {
  const source = name === "base" ? settings.keyring : settings.levelKeyrings[name];
  if (source === undefined) throw new SettingsError(settingOf(name), "must say where the level's own root key is kept");
  return source;
}

function parse(text: string): KeyringSource {
  try {
    const source = parseKeyringSource(text, "");
    if (source.kind === "file" && source.path === "") throw new KeyringSourceError("must name its file: file:/path");
    return source;
  } catch (error) {
    if (error instanceof KeyringSourceError) throw new SettingsError("--to", error.message);
    throw error;
  }
}

function besides(source: KeyringSource): KeyringSource {
  if (source.kind === "file") return { kind: "file", path: nextTo(source.path) };
  if (source.kind === "passphrase") return source;
  throw new SettingsError("--to", "must say where the new root key is kept, such as env:/run/secrets/new-root-key");
}

function nextTo(path: string): string {
  return `${path}.next`;
}

/** @returns The setting that says where a root key is kept. */
export function settingOf(name: RootName): string {
  return name === "base" ? "WAYSEAL_KEYRING" : levelSetting(name);
}

function of(name: RootName): string {
  return name === "base" ? "" : ` of level ${name}`;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
