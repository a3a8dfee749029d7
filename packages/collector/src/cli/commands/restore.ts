import { resolve } from "node:path";
import type { Command } from "commander";
import { chooseBackups } from "../../backup/index.js";
import { restore, type Restored } from "../../restore.js";
import { type Context, settingsOf, withData } from "../context.js";
import { counted, table } from "../output.js";
import { readKey } from "./backup/read-key.js";

interface Options {
  readonly from: string;
  readonly keys?: string;
  readonly key: string;
}

export function addRestore(program: Command, context: Context): void {
  const { output, cwd } = context;
  withData(program.command("restore"))
    .description("make a data directory out of backups, on this machine or another")
    .requiredOption("--from <dir>", "a folder of backups, whose newest data backup is taken, or one data backup")
    .requiredOption("--key <file>", "the backup key (- reads it from standard input)")
    .option("--keys <dir>", "the newest key backup, or the folder that has it (default: the folder of --from)")
    .addHelpText(
      "after",
      `
The root key must be back first, where the settings say (docs/keys.md). --data names a directory that is not there yet, or
is empty. Everything is verified before anything is written, and compared afterwards. Who was erased stays erased: an
older key backup than the newest is refused.

Example:
  wayseal restore --from /backups --key backup.key --data /var/lib/wayseal`,
    )
    .action(async (options: Options) => {
      const settings = settingsOf(context, options);
      const from = resolve(cwd, options.from);
      const beside = /^\d{6,12}-data$/.test(from.split("/").at(-1) ?? "") ? resolve(from, "..") : from;
      const key = await readKey(context, options.key);
      const chosen = await chooseBackups(from, options.keys === undefined ? beside : resolve(cwd, options.keys));
      const restored = await restore(settings, chosen, key, (step) => output.progress(step));
      output.answer(restored, linesOf(restored));
    });
}

function linesOf({ data, from, tables, months, erased }: Restored): string[] {
  const rows = Object.values(months).reduce((sum, month) => sum + month.rows, 0);
  return [
    `Restored data backup ${from.data} with key backup ${from.keys} into ${data}: ${rows.toLocaleString("en")} events`,
    "",
    ...table(
      ["TABLE", "ROWS", "DIGEST"],
      tables.map(({ table, rows, digest }) => [table, String(rows), digest]),
    ),
    "",
    ...table(
      ["EVENTS OF", "ROWS", "DIGEST"],
      Object.entries(months).map(([month, { rows, digest }]) => [
        `${month.slice(0, 4)}-${month.slice(4)}`,
        String(rows),
        digest,
      ]),
    ),
    "",
    "All of it was read back and is as the backups have it",
    ...(erased.subjects === 0
      ? []
      : [
          `${counted(erased.subjects, "subject")} ${erased.subjects === 1 ? "is" : "are"} erased: what the data backup still had of them was removed, ${erased.rows} rows from the event store and ${erased.waiting} from the spool`,
        ]),
    "Nobody is signed in, and open invitations have ended. Start it by wayseal serve",
  ];
}
