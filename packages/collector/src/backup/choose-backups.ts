import { basename, dirname } from "node:path";
import type { BackupKind } from "../ports/backups.js";
import { BackupError } from "./errors.js";
import { type FoundBackup, listBackups, newest, readBackup } from "./list-backups.js";

const NAME = /^\d{6,12}-(data|keys)$/;

export interface Chosen {
  readonly data: FoundBackup;
  readonly keys: FoundBackup;
}

/**
 * Chooses a data backup and the key backup to restore with it. An older key backup is refused: it holds keys of people
 * who were erased since, and would bring them back.
 *
 * @param from A folder of backups, of which the newest data backup is taken, or a data backup itself.
 * @param keys The same for key backups.
 * @throws {BackupError} `missing`, `older` or `foreign`
 */
export async function chooseBackups(from: string, keys: string): Promise<Chosen> {
  const data = await choose(from, "data");
  const chosen = await choose(keys, "keys");
  if (chosen.manifest.install !== data.manifest.install) {
    throw new BackupError("foreign", `${chosen.name} and ${data.name} are backups of two different installs`);
  }
  for (const folder of new Set([chosen.folder, data.folder])) {
    const later = (await listBackups(folder)).find(
      ({ manifest: { kind, number, install } }) =>
        kind === "keys" && install === chosen.manifest.install && number > chosen.manifest.number,
    );
    if (later !== undefined) {
      throw new BackupError(
        "older",
        `${chosen.name} is older than ${later.name}: it could bring back who was erased since. Give the newest to --keys`,
      );
    }
  }
  if (chosen.manifest.number < data.manifest.number) {
    throw new BackupError(
      "older",
      `${chosen.name} is older than ${data.name}: keys made in between are not in it. Give a newer one to --keys`,
    );
  }
  return { data, keys: chosen };
}

async function choose(path: string, kind: BackupKind): Promise<FoundBackup> {
  const name = basename(path);
  if (NAME.test(name)) {
    const found = await readBackup(dirname(path), name);
    if (found.manifest.kind !== kind) throw new BackupError("missing", `${name} is no ${words(kind)}`);
    return found;
  }
  const found = newest(await listBackups(path), kind);
  if (found === null) throw new BackupError("missing", `There is no ${words(kind)} in ${path}`);
  return found;
}

const words = (kind: BackupKind) => (kind === "data" ? "data backup" : "key backup");
