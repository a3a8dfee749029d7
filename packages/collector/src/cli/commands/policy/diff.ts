import type { Command } from "commander";
import { askData } from "../../ask-data.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { UsageError } from "../../errors.js";
import { changeRows } from "./change-rows.js";
import { versionOf } from "./policy.js";
import { readPolicyFile } from "./read-file.js";

export function addDiff(policy: Command, context: Context): void {
  withData(policy.command("diff [file]"))
    .description("say what a file decides otherwise than the policy in force, or one version than another")
    .option("--from <version>", "compare with this version (default: the one in force)")
    .option("--to <version>", "compare a version instead of a file")
    .addHelpText(
      "after",
      "\nExamples:\n  wayseal policy diff wayseal.policy.yaml\n  wayseal policy diff --from 3 --to 4",
    )
    .action(async (file: string | undefined, options: { from?: string; to?: string }) => {
      const [from, to] = [versionOf(options.from), versionOf(options.to)];
      if ((file === undefined) === (to === undefined)) throw new UsageError("Name a file, or a version by --to");
      const args = {
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        ...(file !== undefined && { file: await readPolicyFile(context, file) }),
      };
      const done = await askData(settingsOf(context, options), "policy.compare", args);
      context.output.answer(done, changeRows(done.changes));
    });
}
