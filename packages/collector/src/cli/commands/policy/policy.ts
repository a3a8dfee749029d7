import type { Command } from "commander";
import { policySchema } from "../../../policy/file/policy-schema.js";
import { askData } from "../../ask-data.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { UsageError } from "../../errors.js";
import { minute, table } from "../../output.js";
import { addApply } from "./apply.js";
import { addCheck } from "./check.js";
import { addDiff } from "./diff.js";
import { addExplain } from "./explain.js";

export function addPolicy(program: Command, context: Context): void {
  const { output } = context;
  const policy = program.command("policy").description("what is captured, stored and shown: wayseal.policy.yaml");
  addCheck(policy, context);
  addDiff(policy, context);
  addApply(policy, context);
  addExplain(policy, context);

  withData(policy.command("show"))
    .description("print the policy in force as it was written, or an earlier version")
    .option("--version <number>", "one version")
    .addHelpText("after", "\nExample:\n  wayseal policy show > wayseal.policy.yaml")
    .action(async (options: { version?: string }) => {
      const version = versionOf(options.version);
      const shown = await askData(
        settingsOf(context, options),
        "policy.show",
        version === undefined ? {} : { version },
      );
      output.answer(shown, shown.source.trimEnd().split("\n"));
    });

  withData(policy.command("list"))
    .description("list the versions, newest first: the first is in force")
    .action(async (options: object) => {
      const { versions } = await askData(settingsOf(context, options), "policy.list", {});
      const rows = versions.map(({ version, applied, by }) => [String(version), minute(applied), by]);
      output.answer({ versions }, table(["VERSION", "APPLIED", "BY"], rows));
    });

  policy
    .command("schema")
    .description("print the JSON Schema of policy files, for editors")
    .option("--json", "print JSON, for programs")
    .action(() => {
      const schema = policySchema();
      output.answer(schema, JSON.stringify(schema, null, 2).split("\n"));
    });
}

/** @throws {UsageError} */
export function versionOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError("A version is a number from 1");
  return Number(text);
}
