import { requireOutside } from "../../../main.js";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { BackupDone, BackupMade, BackupProgress } from "../../../backup/index.js";
import { backUp } from "../../back-up.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { UsageError } from "../../errors.js";
import { howToPrune } from "../../how-to-prune.js";
import { counted } from "../../output.js";
import { addForget } from "./forget.js";
import { addBackupKeyCommand } from "./key.js";
import { addList } from "./list.js";
import { addPrune } from "./prune.js";
import { addVerify } from "./verify.js";
import { size } from "./size.js";

interface Options {
  readonly out?: string;
  readonly keysOut?: string;
  readonly incremental?: true;
  readonly only?: string;
}

export function addBackup(program: Command, context: Context): void {
  const { output, cwd } = context;
  const backup = withData(program.command("backup"))
    .description("back up a data directory, while a collector runs on it or not")
    .option("--out <dir>", "folder for backups, outside the data directory")
    .option("--keys-out <dir>", "folder for the key backup, if it is to be kept elsewhere (default: --out)")
    .option("--incremental", "copy only events that the last backup in the folder does not have")
    .option("--only <kind>", "data or keys alone; a data backup is restored with a key backup that is not older")
    .addHelpText(
      "after",
      `
Makes two backups, sealed to the backup key (wayseal backup key): one of events, without any key, and a small one of keys
as they are wrapped, mappings and people. Both are needed to restore, and the root key, which is in neither.
The running collector writes the files: name a folder as it sees it. See docs/backup.md.

Examples:
  wayseal backup key --out backup.key                    once; then take that file off this machine
  wayseal backup --out /backups
  wayseal backup --out /backups --incremental
  wayseal backup verify /backups --key backup.key`,
    )
    .action(async (options: Options) => {
      if (options.out === undefined) throw new UsageError("Say where to: --out DIR");
      const { only } = options;
      if (only !== undefined && only !== "data" && only !== "keys") throw new UsageError("--only is data or keys");
      const settings = settingsOf(context, options);
      const out = resolve(cwd, options.out);
      const keysOut = options.keysOut === undefined ? out : resolve(cwd, options.keysOut);
      for (const place of [out, keysOut]) await requireOutside(place, settings.data, "A backup");
      const done = await backUp(
        settings,
        {
          out,
          keysOut,
          kinds: only === undefined ? ["data", "keys"] : [only],
          incremental: options.incremental === true,
        },
        progressLines(output),
      );
      output.answer(done, linesOf(done));
    });
  for (const add of [addBackupKeyCommand, addVerify, addList, addPrune, addForget]) add(backup, context);
}

/** Says each step once, and rows as they grow. */
function progressLines({ progress }: Context["output"]): (progress: BackupProgress) => void {
  let said = "";
  return ({ kind, step, rows, of }) => {
    const what = kind === "data" ? "data" : "keys";
    const share = of === 0 ? "" : ` ${Math.floor((rows / of) * 10) * 10}% of ${of.toLocaleString("en")} rows`;
    const line = `Backing up ${what}: ${step}${step === "rows" ? share : ""}`;
    if (line !== said) progress((said = line));
  };
}

function linesOf({ made, stale }: BackupDone): string[] {
  // The last of all, where keys were backed up; otherwise a newer one is to be made anyway.
  const newest = made.map((one) => ({ ...one, finished: 0, destroyed: null }));
  return [
    ...made.map((one) => lineOf(one)),
    ...made.map(({ name, digest }) => `SHA-256 of ${name}/manifest.json: ${digest}`),
    ...stale.map(
      ({ number, place, erased }) =>
        `Key backup ${number} in ${place} still holds keys of ${counted(erased, "subject")} erased since: ${howToPrune({ number, place }, newest)}`,
    ),
  ];
}

function lineOf({ kind, name, place, bytes, rows, base }: BackupMade): string {
  if (kind === "keys") return `Keys: ${place}/${name}, ${size(bytes)}`;
  const on = base === null ? "" : `, going on from backup ${base}`;
  return `Data: ${place}/${name}, ${rows.toLocaleString("en")} events, ${size(bytes)} written${on}`;
}
