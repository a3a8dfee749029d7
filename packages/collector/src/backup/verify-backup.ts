import { isDeepStrictEqual } from "node:util";
import type { RecipientPair } from "../hpke/index.js";
import { BackupError } from "./errors.js";
import type { FoundBackup } from "./list-backups.js";
import { type BackupIndex, parseIndex } from "./manifest.js";
import { checkFile, readSealedFile } from "./read-sealed-file.js";
import { sumRows } from "./sum-rows.js";

export interface Verified {
  readonly files: number;
  readonly bytes: number;
  /** Rows of events. */
  readonly rows: number;
  /** What the seal says; null where no key was given, and so nothing was opened. */
  readonly index: BackupIndex | null;
}

/**
 * Compares every file of a backup with its hash; with the backup key it also opens every chunk, and compares rows and
 * facts with what is under the seal.
 *
 * @throws {BackupError} On the first thing that is wrong.
 */
export async function verifyBackup(
  { folder, name, manifest }: FoundBackup,
  key: RecipientPair | null,
  onFile: (path: string) => void = () => undefined,
): Promise<Verified> {
  const all = [...manifest.files, ...manifest.segments];
  // Before anything long: a missing file is told at once, and a wrong key too.
  const index = key === null ? null : await readIndex({ folder, name, manifest }, key);
  for (const file of all) {
    onFile(file.path);
    await checkFile(folder, file);
  }
  if (key !== null) {
    for (const file of manifest.files) {
      onFile(file.path);
      for await (const _ of readSealedFile(folder, file, manifest, key));
    }
    for (const segment of manifest.segments) {
      onFile(segment.path);
      const sums = sumRows(segment.columns);
      for await (const rows of readSealedFile(folder, segment, manifest, key)) await sums.add(rows);
      if (!isDeepStrictEqual(sums.months(), segment.months)) {
        throw new BackupError("damaged", `${segment.path} holds other rows than the backup says`);
      }
    }
  }
  return {
    files: all.length,
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
    rows: manifest.segments.reduce((sum, { rows }) => sum + rows, 0),
    index,
  };
}

/** @returns What is under the seal of a backup, after it was compared with the manifest. @throws {BackupError} */
export async function readIndex(
  { folder, name, manifest }: Pick<FoundBackup, "folder" | "name" | "manifest">,
  key: RecipientPair,
): Promise<BackupIndex> {
  const path = `${name}/index.sealed`;
  let index: BackupIndex | null = null;
  for await (const content of readSealedFile(folder, { path }, manifest, key)) {
    index ??= parseIndex(content.toString("utf8"), path);
  }
  if (index === null) throw new BackupError("damaged", `${path} is damaged`);
  const said = { ...manifest, files: manifest.files.filter((file) => file.path !== path) };
  if (!isDeepStrictEqual(index.manifest, said)) {
    throw new BackupError("damaged", `The manifest of ${name} was altered: it says other things than the seal`);
  }
  return index;
}
