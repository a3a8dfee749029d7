import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { destroyBackup, toPrune } from "../../../backup/index.js";
import { askData } from "../../ask-data.js";
import { confirm } from "../../confirm.js";
import { type Context, settingsOf, withData } from "../../context.js";

const DAY_MS = 86_400_000;

interface Options {
  readonly days?: number;
  readonly yes?: true;
  readonly dryRun?: true;
}

export function addPrune(backup: Command, context: Context): void {
  const { output, cwd } = context;
  withData(backup.command("prune <dir>"))
    .description("destroy all key backups of a folder but the newest, so that erasures are final")
    .option("--days <number>", "data backups older than this go too, unless a later one stands on them", wholeDays)
    .option("--dry-run", "say what would go, and change nothing")
    .option("--yes", "do not ask: for programs")
    .addHelpText(
      "after",
      `
The newest backups are checked first; if one is damaged nothing goes. Files are overwritten and removed. Copies that you
made elsewhere, snapshots of the file system and worn cells of an SSD are not reached: destroy or expire those yourself.

Example:
  wayseal backup prune /backups --days 35`,
    )
    .action(async (dir: string, options: Options, command: Command) => {
      const settings = settingsOf(context, command.optsWithGlobals());
      const folder = resolve(cwd, dir);
      const before = options.days === undefined ? null : Date.now() - options.days * DAY_MS;
      output.progress("Checking the newest backups");
      const going = await toPrune({ folder, before });
      const names = going.map(({ name }) => name);
      if (options.dryRun !== undefined || going.length === 0) {
        const said = going.length === 0 ? ["Nothing is to be destroyed"] : names.map((name) => `Would destroy ${name}`);
        return output.answer({ destroyed: [], would: names }, said);
      }
      if (options.yes === undefined) {
        await confirm(context, `Destroy ${going.length} backups in ${folder}: ${names.join(", ")}?`, "destroy");
      }
      for (const one of going) {
        output.progress(`Destroying ${one.name}`);
        await destroyBackup(one);
      }
      await askData(settings, "backups.destroyed", { numbers: going.map(({ manifest }) => manifest.number) });
      output.answer({ destroyed: names }, [
        ...names.map((name) => `Destroyed ${name}`),
        "Copies elsewhere, file system snapshots and worn cells of an SSD may still hold them",
      ]);
    });
}

function wholeDays(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError("a number of days");
  return Number(text);
}
