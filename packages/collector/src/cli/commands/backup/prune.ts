import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { destroyBackup, recordsOf, toPrune } from "../../../backup/index.js";
import { askData } from "../../ask-data.js";
import { confirm } from "../../confirm.js";
import { type Context, settingsOf, withData } from "../../context.js";

const DAY_MS = 86_400_000;

interface Options {
  readonly days?: number;
  readonly newestIn?: string;
  readonly yes?: true;
  readonly dryRun?: true;
}

export function addPrune(backup: Command, context: Context): void {
  const { output, cwd } = context;
  withData(backup.command("prune <dir>"))
    .description("destroy all key backups of a folder but the newest, so that erasures are final")
    .option("--days <number>", "data backups older than this go too, unless a later one stands on them", wholeDays)
    .option("--newest-in <dir>", "where newer backups lie, if in another folder: then all key backups of this one go")
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
      const newestIn = options.newestIn === undefined ? undefined : resolve(cwd, options.newestIn);
      const going = await toPrune({ folder, before, newestIn });
      const names = going.map(({ name }) => name);
      if (options.dryRun !== undefined || going.length === 0) {
        const said = going.length === 0 ? ["Nothing is to be destroyed"] : names.map((name) => `Would destroy ${name}`);
        return output.answer({ destroyed: [], would: names }, said);
      }
      if (options.yes === undefined) {
        await confirm(context, `Destroy these in ${folder}: ${names.join(", ")}?`, "destroy");
      }
      for (const one of going) {
        output.progress(`Destroying ${one.name}`);
        await destroyBackup(one);
      }
      const { backups } = await askData(settings, "backups.list", {});
      const known = await recordsOf(going, backups);
      const numbers = known.flatMap(({ number, place }) => (place === null ? number : []));
      await askData(settings, "backups.destroyed", { numbers });
      // Receipts go by the records: the day on which a copy went says nothing of the backup itself.
      const left = known.flatMap(({ name, place }) => (place === null ? [] : { name, place }));
      output.answer({ destroyed: names, left }, [
        ...names.map((name) => `Destroyed ${name}`),
        ...left.map(({ name, place }) => `That was a copy: ${name} is still in ${place}, where it was made`),
        "Copies elsewhere, file system snapshots and worn cells of an SSD may still hold them",
      ]);
    });
}

function wholeDays(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError("a number of days");
  return Number(text);
}
