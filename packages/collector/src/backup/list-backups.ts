import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "../keys/digest.js";
import type { BackupKind } from "../ports/backups.js";
import { BackupError } from "./errors.js";
import { type BackupManifest, folderOf, MANIFEST, parseBackupManifest } from "./manifest.js";

export const PARTIAL = /^\.\d{6,12}-(data|keys)\.partial$/;
const FINISHED = /^\d{6,12}-(data|keys)$/;

/** A backup in a folder. */
export interface FoundBackup {
  /** The folder that holds all of them. */
  readonly folder: string;
  /** Its own folder's name. */
  readonly name: string;
  /** SHA-256 of the manifest, hex. */
  readonly digest: string;
  readonly manifest: BackupManifest;
}

/** @returns The backups of a folder, oldest first. What was cut off does not count. @throws {BackupError} */
export async function listBackups(folder: string): Promise<readonly FoundBackup[]> {
  const found = await Promise.all(
    (await namesIn(folder)).filter((name) => FINISHED.test(name)).map((name) => readBackup(folder, name)),
  );
  return found.sort((a, b) => a.manifest.number - b.manifest.number);
}

/** @throws {BackupError} `missing`, `damaged`, `foreign` or `version` */
export async function readBackup(folder: string, name: string): Promise<FoundBackup> {
  const path = join(folder, name, MANIFEST);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") throw new BackupError("missing", `${name} has no manifest`);
    throw error;
  }
  const manifest = parseBackupManifest(text, path);
  if (folderOf(manifest) !== name) throw new BackupError("foreign", `${path} is the manifest of another backup`);
  const digest = sha256();
  digest.update(Buffer.from(text));
  return { folder, name, digest: digest.hex(), manifest };
}

export function newest(found: readonly FoundBackup[], kind: BackupKind): FoundBackup | null {
  return found.filter(({ manifest }) => manifest.kind === kind).at(-1) ?? null;
}

export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") throw new BackupError("missing", `There is no folder ${folder}`);
    throw error;
  }
}
