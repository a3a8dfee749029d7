import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import type { ErasureAnswer } from "../../api.js";
import type { Settings } from "../../settings/settings.js";
import { askData } from "../ask-data.js";
import { confirm } from "../confirm.js";
import { type Context, settingsOf, withData } from "../context.js";
import { minute } from "../output.js";

interface Options {
  readonly site?: string;
  readonly subject: string;
  readonly yes?: true;
  readonly wait?: true;
  readonly receipt?: string;
}

export function addErase(program: Command, context: Context): void {
  const { output } = context;
  withData(program.command("erase"))
    .description("erase a person: what is sealed of them can be read by nobody from then on. It cannot be undone")
    .requiredOption("--subject <id>", "the subject, 32 hex digits, as the console shows it")
    .option("--site <id>", "its site; not needed where there is one only")
    .option("--yes", "do not ask: for programs")
    .option("--wait", "wait until the rows are gone from the event store; the collector must be running")
    .option("--receipt <file>", "write the signed receipt to a file as well")
    .addHelpText(
      "after",
      `
The subject's keys, mapping and waiting events are destroyed in one step before this command answers. Rows leave the event
store within moments and its files within the hour, while the collector runs. The answer is a signed receipt.

Example:
  wayseal erase --subject 9f8e7d6c5b4a39281706f5e4d3c2b1a0 --receipt receipt.jws`,
    )
    .action(async (options: Options) => {
      const settings = settingsOf(context, options);
      const { subject, site } = options;
      if (options.yes === undefined) {
        await confirm(
          context,
          `Erase the subject ${subject.toLowerCase()} for good?`,
          subject.slice(0, 6).toLowerCase(),
        );
      }
      const args = { subject, ...(site !== undefined && { site }) };
      let erased = await askData(settings, "erasures.erase", args);
      if (options.wait !== undefined) erased = await waitForRows(context, settings, erased);
      if (options.receipt !== undefined) await writeFile(options.receipt, `${erased.receipt}\n`, { mode: 0o600 });
      output.answer(erased, linesOf(erased, options.receipt));
    });
}

async function waitForRows({ output }: Context, settings: Settings, erased: ErasureAnswer): Promise<ErasureAnswer> {
  const until = Date.now() + PATIENCE_MS;
  output.progress("The keys are destroyed; waiting for the event store to remove the rows");
  let found = erased;
  while (found.state === "keys-destroyed" && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    found = await askData(settings, "erasures.read", { id: erased.id });
  }
  return found;
}

const PATIENCE_MS = 120_000;

function linesOf({ site, subject, keys, rows, removed, erased, id, receipt }: ErasureAnswer, file?: string): string[] {
  return [
    `Erased ${subject} of ${site} at ${minute(erased)}: ${keys} keys destroyed`,
    removed === null
      ? "Its rows, unreadable now, leave the event store while the collector runs"
      : `${rows ?? 0} rows were removed from the event store`,
    `Erasure ${id}`,
    ...(file === undefined ? ["", receipt] : [`Receipt written to ${file}`]),
  ];
}
