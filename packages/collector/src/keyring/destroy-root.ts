import { backupUnderOldRoot, neededByBackup } from "../data-directory/backup-under-old-root.js";
import { changeManifest } from "../data-directory/change-manifest.js";
import type { Rotation } from "../data-directory/manifest.js";
import { readCustody } from "../data-directory/open-data-dir.js";
import { CatalogError } from "../ports/catalog.js";
import type { HoldCatalog } from "../ports/holds.js";
import { KeyringError } from "../ports/keyring.js";
import { type KeyringSource, parseKeyringSource } from "../settings/keyring-source.js";
import { placeText } from "../settings/place-text.js";
import type { Settings } from "../settings/settings.js";
import { openKeyring } from "./open-keyring.js";
import { around, type RootName } from "./open-roots.js";
import { removeOverwritten } from "./remove-overwritten.js";
import { rootWrittenDown } from "./root-written-down.js";
import { type OpenForRotation, settingOf } from "./rotate-root.js";

export interface RootDestroyed {
  readonly id: string;
  readonly rootKey: string;
  /** False: it belongs to someone else, such as an orchestrator, who must destroy it. It is not needed any more. */
  readonly destroyed: boolean;
}

/**
 * Destroys a root key that another has taken the place of. The data directory is opened with the new one first: a root key
 * that is needed goes only by `force`, and then everything that it wraps goes with it; so does one that the newest key backup
 * needs. While a subject is under legal hold, one that is needed does not go at all.
 *
 * @returns Null if there is no such root key.
 * @throws {CatalogError} `held`
 * @throws {KeyringError} `exists` if it is needed; what keeps the new one from opening the data.
 */
export async function destroyRoot(
  settings: Settings,
  { id, force }: { readonly id: string; readonly force: boolean },
  open: OpenForRotation,
): Promise<RootDestroyed | null> {
  const { rotations } = await readCustody(settings.data);
  const found = (Object.entries(rotations) as [RootName, Rotation][]).find(([, { from }]) => from.id === id);
  return found === undefined
    ? destroyNeeded(settings, { id, force }, open)
    : destroyOld(settings, { name: found[0], rotation: found[1], force }, open);
}

async function destroyOld(
  settings: Settings,
  { name, rotation, force }: { readonly name: RootName; readonly rotation: Rotation; readonly force: boolean },
  open: OpenForRotation,
): Promise<RootDestroyed> {
  const { id } = rotation.from;
  if (rotation.state === "begun") {
    throw new KeyringError(
      "exists",
      `Keys are wrapped by the root key ${id} still: finish its rotation first, by wayseal keys rotate --root`,
    );
  }
  const { keyring, roots, catalog } = await open(settings);
  try {
    if (roots.unsettled?.includes(name) === true) {
      throw new KeyringError(
        "exists",
        `The settings name the old root key still: set ${settingOf(name)}=${rotation.to.place} first`,
      );
    }
    const backup = backupUnderOldRoot(rotation, await catalog.backups());
    if (backup !== null && !force) throw neededByBackup(id, backup);
    const source = parseKeyringSource(rotation.from.place, "");
    // A passphrase's record goes with the note of the rotation.
    const destroyed = await rootWrittenDown(
      catalog,
      { action: "key.destroy", level: name, key: id, needed: false },
      async () => source.kind === "passphrase" || destroyKept(settings, { name, source, id }),
    );
    const destroyedAt = Date.now();
    const created = (await catalog.rootNotes()).find((note) => note.id === id)?.since ?? 0;
    // Beyond the rotation's note: doctor tells of a backup that nobody opens for as long as it is the newest.
    if (backup !== null) await catalog.noteRootGone(id, backup, destroyedAt);
    await catalog.addDestroyedKey({
      ...{ id, kind: "root", site: "", level: name === "base" ? "" : name, month: "", generation: 0, created },
      ...{ destroyed: destroyedAt, why: destroyed ? "rotated" : "rotated; to be destroyed where it is kept" },
    });
    await changeManifest(settings.data, ({ rotations, ...manifest }) => {
      const { [name]: gone, ...others } = rotations ?? {};
      return { ...manifest, ...(gone !== undefined && Object.keys(others).length > 0 && { rotations: others }) };
    });
    return { id, rootKey: placeText(source), destroyed };
  } finally {
    await catalog.close();
    await keyring.close();
  }
}

/** @returns False where it is not ours. */
async function destroyKept(
  settings: Settings,
  { name, source, id }: { readonly name: RootName; readonly source: KeyringSource; readonly id: string },
): Promise<boolean> {
  if (source.kind === "env") return false;
  let old;
  try {
    old = await openKeyring(source, around(settings, name, {}));
  } catch (error) {
    // It went, and what interrupted us came before the note of it.
    if (error instanceof KeyringError && error.fault === "missing") return true;
    const damaged = error instanceof KeyringError && error.fault === "damaged" && source.kind === "file";
    if (damaged && (await removeOverwritten(source.path))) return true;
    throw error;
  }
  try {
    // Another key may lie there by now.
    if ((await old.describe()).id === id) await old.destroy();
    return true;
  } finally {
    await old.close();
  }
}

/** Whoever is held must stay readable: no force gets round that. @throws {CatalogError} `held` */
async function refuseHeld(id: string, catalog: Pick<HoldCatalog, "holds">): Promise<void> {
  const hold = (await catalog.holds(null, "active")).at(-1);
  if (hold === undefined) return;
  const since = new Date(hold.added).toISOString().slice(0, 10);
  throw new CatalogError(
    "held",
    `Keys of a subject under legal hold ${hold.id} since ${since} are under the root key ${id}: nothing was destroyed`,
  );
}

/** The root key that everything hangs on, or a level's. */
async function destroyNeeded(
  settings: Settings,
  { id, force }: { readonly id: string; readonly force: boolean },
  open: OpenForRotation,
): Promise<RootDestroyed | null> {
  const { manifest, passphrases } = await readCustody(settings.data);
  const { keyring, catalog } = await open(settings);
  try {
    let name: RootName | undefined;
    try {
      const level = (await catalog.levelKeys()).find((key) => key.root === id && key.state === "current")?.level;
      name = manifest.root === id ? "base" : level;
      if (name !== undefined && force) await refuseHeld(id, catalog);
    } finally {
      await keyring.close();
    }
    if (name === undefined) return null;
    if (!force) {
      const what = name === "base" ? "everything" : `all ${name} data`;
      throw new KeyringError(
        "exists",
        `The root key ${id} is in use: without it nobody reads ${what} again. Rotate it first (wayseal keys rotate --root), or --force`,
      );
    }
    const source = name === "base" ? settings.keyring : settings.levelKeyrings[name];
    if (source === undefined) throw new KeyringError("missing", `The settings do not say where ${id} is kept`);
    const surroundings = around(settings, name, passphrases);
    await rootWrittenDown(catalog, { action: "key.destroy", level: name, key: id, needed: true }, async () => {
      const root = await openKeyring(source, surroundings);
      try {
        await root.destroy();
      } finally {
        await root.close();
      }
    });
    return { id, rootKey: placeText(source), destroyed: true };
  } finally {
    await catalog.close();
  }
}
