import type { Command } from "commander";
import { askingData } from "../../asking-data.js";
import { confirm } from "../../confirm.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { changeRows } from "./change-rows.js";
import { POLICY_FILE, readPolicyFile } from "./read-file.js";

export function addApply(policy: Command, context: Context): void {
  const { output } = context;
  withData(policy.command("apply [file]"))
    .description(`put a policy file (${POLICY_FILE}) in force, for the very next event and question`)
    .option("--yes", "do not ask where something is loosened")
    .addHelpText(
      "after",
      `
A running collector goes on with it, without a restart. What an earlier policy refused or removed is not brought back:
it was never stored. Of what is stored, nobody sees more than both its level and the policy in force allow.`,
    )
    .action(async (file: string = POLICY_FILE, options: { yes?: true }) => {
      const written = await readPolicyFile(context, file);
      const done = await askingData(settingsOf(context, options), async (ask) => {
        const { from, changes } = await ask("policy.compare", { file: written });
        const looser = changes.filter(({ way }) => way === "looser");
        if (looser.length > 0 && options.yes !== true) {
          if (!output.json) context.streams.stderr.write(`${changeRows(looser).join("\n")}\n`);
          const count = looser.length === 1 ? "One thing is" : `${looser.length} things are`;
          await confirm(context, `${count} loosened.`, "loosen");
        }
        return ask("policy.apply", { ...written, after: from });
      });
      output.answer(done, [`Policy ${done.to} is in force`, ...changeRows(done.changes)]);
    });
}
