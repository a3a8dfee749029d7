import { requireOutside } from "../../../main.js";
import { rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import { makeBackupKey } from "../../../main.js";
import { askData } from "../../ask-data.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { UsageError } from "../../errors.js";

interface Options {
  readonly out?: string;
  readonly replace?: true;
  readonly add?: true;
}

export function addBackupKeyCommand(backup: Command, context: Context): void {
  const { output, cwd } = context;
  withData(backup.command("key"))
    .description("make the key that opens backups: its private half is written once, and kept nowhere here")
    .option("--out <file>", "where the private half is written; without it, it is printed")
    .option("--replace", "later backups open with the new key alone")
    .option("--add", "later backups open with the new key and with those before")
    .addHelpText(
      "after",
      `
Keep the file off this machine, and on paper too: the collector needs only the public half, which stays in the catalog.

Example:
  wayseal backup key --out /media/stick/backup.key`,
    )
    .action(async (options: Options & { out?: string }, command: Command) => {
      const { out, replace, add } = { ...command.parent?.opts<Options>(), ...options };
      if (replace !== undefined && add !== undefined) throw new UsageError("Say --replace or --add, not both");
      const settings = settingsOf(context, command.optsWithGlobals());
      const made = makeBackupKey();
      const path = out === undefined ? null : resolve(cwd, out);
      if (path !== null) await requireOutside(path, settings.data, "A backup key");
      // Before anything is sealed to it.
      if (path !== null) await writeNew(path, made.text);
      const how = replace === true ? "replace" : add === true ? "add" : "first";
      try {
        await askData(settings, "backups.key", { id: made.id, publicKey: made.publicKey.toString("base64url"), how });
      } catch (error) {
        // Nothing is sealed to it: a file that opens nothing would only mislead.
        if (path !== null) await rm(path);
        throw error;
      }
      output.answer({ id: made.id, ...(path === null ? { key: made.text } : { file: path }) }, [
        `Backups are sealed to backup key ${made.id} from now on`,
        ...(path === null
          ? ["", ...made.text.trimEnd().split("\n")]
          : [`Its private half is in ${path}: keep it elsewhere`]),
      ]);
    });
}

async function writeNew(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600, flag: "wx", flush: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EEXIST") throw new UsageError(`${path} is there already: name another file`);
    if (error.code === "ENOENT") throw new UsageError(`There is no folder for ${path}`);
    throw error;
  });
}
