import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { newId } from "../people/secrets.js";
import type { BackupKey, BackupKind } from "../ports/backups.js";
import type { Catalog } from "../ports/catalog.js";
import type { EventArchive } from "../ports/event-store.js";
import { BackupError } from "./errors.js";
import { type FoundBackup, listBackups, namesIn, newest, PARTIAL } from "./list-backups.js";
import { type BackupProgress, makeBackup, type MakeBackup } from "./make-backup.js";

const DAY_MS = 86_400_000;

export interface BackupWanted {
  /** Absolute paths. */
  readonly out: string;
  readonly keysOut: string;
  readonly kinds: readonly BackupKind[];
  readonly incremental: boolean;
}

export interface BackupMade {
  readonly kind: BackupKind;
  readonly number: number;
  readonly name: string;
  readonly place: string;
  /** SHA-256 of its manifest, hex: written down elsewhere, it tells a forged backup from this one. */
  readonly digest: string;
  /** Bytes that it added. */
  readonly bytes: number;
  /** Rows of events, with those of the backups that it stands on. */
  readonly rows: number;
  /** Number of the backup that it goes on from; null: it stands alone. */
  readonly base: number | null;
}

export interface BackupDone {
  readonly made: readonly BackupMade[];
  /** Key backups that hold keys of subjects who were erased since: those erasures are final once these are destroyed. */
  readonly stale: readonly { readonly number: number; readonly place: string; readonly erased: number }[];
}

export interface BackupsParts {
  readonly catalog: Catalog;
  readonly archive: EventArchive;
  readonly custody: () => Promise<NonNullable<MakeBackup["custody"]>>;
  readonly scripts: () => MakeBackup["scripts"];
  /** How long backups are kept; null: not said. */
  readonly backupDays: number | null;
  readonly now: () => number;
}

/** Makes backups, one run at a time. */
export interface Backups {
  /** @throws {BackupError | CatalogError | EventStoreError} Nothing is left of the backup that failed. */
  run(wanted: BackupWanted, onProgress: (progress: BackupProgress) => void): Promise<BackupDone>;
}

export function createBackups(parts: BackupsParts): Backups {
  const { catalog, archive, custody, scripts, backupDays, now } = parts;
  let running = false;

  async function make(
    kind: BackupKind,
    wanted: BackupWanted,
    keys: readonly BackupKey[],
    install: string,
    onProgress: MakeBackup["onProgress"],
  ): Promise<BackupMade> {
    const place = kind === "data" ? wanted.out : wanted.keysOut;
    const before = await prepare(place, install);
    const base = kind === "data" && wanted.incremental ? await baseOf(before, keys) : null;
    const at = now();
    const expires = backupDays === null ? null : at + backupDays * DAY_MS;
    const above = before.at(-1)?.manifest.number ?? 0;
    const number = await catalog.beginBackup({ kind, at, place, expires }, above);
    const { manifest, digest, bytes } = await makeBackup({
      ...{ catalog, archive, kind, number, install, place, keys, base, now, onProgress },
      custody: kind === "keys" ? await custody() : null,
      scripts: scripts(),
    });
    await catalog.finishBackup(number, { since: Date.parse(manifest.since), bytes, digest, at: now() });
    const rows = manifest.segments.reduce((sum, { rows }) => sum + rows, 0);
    const name = manifest.files[0]!.path.split("/")[0]!;
    return { kind, number, name, place, digest, bytes, rows, base: base?.manifest.number ?? null };
  }

  /** The newest data backup of the folder, if this catalog made it and all its files are there. */
  async function baseOf(found: readonly FoundBackup[], keys: readonly BackupKey[]): Promise<FoundBackup | null> {
    const last = newest(found, "data");
    if (last === null) return null;
    const record = (await catalog.backups()).find(({ number }) => number === last.manifest.number);
    // Another's, an altered one, or one of a time that a restore went back behind: block numbers may mean other rows.
    if (record?.digest !== last.digest) return null;
    // Who has the key of today could not open what it would stand on.
    if (!keys.every(({ id }) => last.manifest.keys.includes(id))) return null;
    for (const { path, bytes } of last.manifest.segments) {
      const size = await stat(join(last.folder, path)).then(
        ({ size }) => size,
        () => -1,
      );
      if (size !== bytes) return null;
    }
    return last;
  }

  return {
    async run(wanted, onProgress) {
      if (running) throw new BackupError("busy", "A backup is being made already");
      running = true;
      try {
        const keys = await catalog.backupKeys();
        if (keys.length === 0) {
          throw new BackupError("key", "There is no backup key yet: make one by wayseal backup key --out FILE");
        }
        const install = await catalog.secret("install", () => Buffer.from(newId(), "base64url"));
        // Before anything is written: keys that two root keys wrap would need both.
        await custody();
        const made: BackupMade[] = [];
        // Keys last: each event of the data finds its keys in the key backup beside it, unless they were destroyed.
        for (const kind of ["data", "keys"] as const) {
          if (wanted.kinds.includes(kind)) {
            made.push(await make(kind, wanted, keys, install.toString("base64url"), onProgress));
          }
        }
        return { made, stale: await staleKeys(catalog) };
      } finally {
        running = false;
      }
    },
  };
}

/** @returns Key backups, not known to be destroyed, that are older than an erasure. */
export async function staleKeys(catalog: Catalog): Promise<BackupDone["stale"]> {
  const stale: BackupDone["stale"][number][] = [];
  for (const { kind, number, place, at, finished, destroyed } of await catalog.backups()) {
    if (kind !== "keys" || finished === null || destroyed !== null) continue;
    const erased = await catalog.erasedSince(at);
    if (erased > 0) stale.push({ number, place, erased });
  }
  return stale;
}

/** Makes the folder, and removes what earlier backups left that were cut off. @throws {BackupError} */
async function prepare(place: string, install: string): Promise<readonly FoundBackup[]> {
  try {
    await mkdir(place, { recursive: true, mode: 0o700 });
    for (const name of await namesIn(place)) {
      if (PARTIAL.test(name)) await rm(join(place, name), { recursive: true, force: true });
    }
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (error instanceof BackupError || code === "") throw error;
    throw new BackupError("unwritable", `${place} cannot be written (${code})`);
  }
  const found = await listBackups(place);
  if (found.some(({ manifest }) => manifest.install !== install)) {
    throw new BackupError("foreign", `${place} holds backups of another install: give each a folder of its own`);
  }
  return found;
}
