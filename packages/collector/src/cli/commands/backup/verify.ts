import { basename, dirname, resolve } from "node:path";
import type { Command } from "commander";
import { BackupError, listBackups, readBackup, verifyBackup } from "../../../backup/index.js";
import type { Context } from "../../context.js";
import { readKey } from "./read-key.js";
import { size } from "./size.js";

export function addVerify(backup: Command, context: Context): void {
  const { output, cwd } = context;
  backup
    .command("verify <dir>")
    .description("check every file of the backups in a folder, or of one backup")
    .option("--key <file>", "the backup key: opens every chunk and counts every row (- reads it from standard input)")
    .option("--json", "print JSON, for programs")
    .addHelpText(
      "after",
      `
Without the key it compares files with their hashes, which finds damage, and not a forger. Needs no data directory.

Example:
  wayseal backup verify /backups --key backup.key`,
    )
    .action(async (dir: string, options: { key?: string }) => {
      const key = options.key === undefined ? null : await readKey(context, options.key);
      const path = resolve(cwd, dir);
      const name = basename(path);
      const found = /^\d{6,12}-(data|keys)$/.test(name)
        ? [await readBackup(dirname(path), name)]
        : await listBackups(path);
      if (found.length === 0) throw new BackupError("missing", `There is no backup in ${path}`);
      const verified = [];
      for (const one of found) {
        const { files, bytes, rows } = await verifyBackup(one, key, (file) => output.progress(`Checking ${file}`));
        verified.push({ name: one.name, digest: one.digest, files, bytes, rows });
      }
      output.answer({ opened: key !== null, backups: verified }, [
        ...verified.map(
          ({ name, files, bytes, rows }) =>
            `ok  ${name}: ${files} files, ${size(bytes)}${rows === 0 ? "" : `, ${rows.toLocaleString("en")} events`}`,
        ),
        key === null
          ? "Files are as their hashes say. Nothing was opened: give --key for that"
          : `Everything opens with backup key ${key.id}`,
      ]);
    });
}
