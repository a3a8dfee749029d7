import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { folderOf } from "../../../backup/manifest.js";
import { AdminError } from "../../../admin/errors.js";
import { askData } from "../../ask-data.js";
import { confirm } from "../../confirm.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { UsageError } from "../../errors.js";
import { counted, day } from "../../output.js";

export function addForget(backup: Command, context: Context): void {
  const { output } = context;
  withData(backup.command("forget <number...>"))
    .description("note that backups were destroyed by hand, everywhere: receipts and doctor go by it from then on")
    .option("--yes", "do not ask: for programs")
    .addHelpText(
      "after",
      `
Destroys nothing. Say it of a backup of which no copy is left: a receipt of an erasure then says that it ended today. It cannot
be taken back. One that still lies where it was made is refused: wayseal backup prune destroys it.

Example:
  wayseal backup forget 12 13`,
    )
    .action(async (numbers: string[], options: { readonly yes?: true }, command: Command) => {
      const settings = settingsOf(context, command.optsWithGlobals());
      const wanted = [...new Set(numbers.map(wholeNumber))];
      const { backups } = await askData(settings, "backups.list", {});
      const found = wanted.map((number) => {
        const record = backups.find((one) => one.number === number);
        if (record === undefined) throw new AdminError("missing", `There is no backup ${number} on record`);
        const { destroyed, place, kind } = record;
        if (destroyed !== null) throw new AdminError("invalid", `Backup ${number} was destroyed on ${day(destroyed)}`);
        const folder = join(place, folderOf({ number, kind }));
        if (existsSync(folder)) {
          throw new AdminError("invalid", `${folder} is still there: wayseal backup prune ${place} destroys it`);
        }
        return record;
      });
      if (options.yes === undefined) {
        const which = found.map(({ number, kind, place }) => `${number} (${kind}, made in ${place})`).join(", ");
        await confirm(context, `Is no copy left anywhere of ${which}?`, "destroyed");
      }
      await askData(settings, "backups.destroyed", { numbers: wanted, byHand: true });
      const left = (kind: string) =>
        backups.some(
          (one) => one.kind === kind && one.finished !== null && one.destroyed === null && !wanted.includes(one.number),
        );
      output.answer({ forgotten: wanted }, [
        `${counted(wanted.length, "backup")} noted as destroyed: receipts of erasures go by it`,
        ...(left("keys") ? [] : ["No key backup is left on record: wayseal backup --out DIR makes one"]),
        ...(left("data") ? [] : ["No data backup is left on record: wayseal backup --out DIR makes one"]),
      ]);
    });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new UsageError("A backup is named by its number, such as 12");
  return Number(text);
}
