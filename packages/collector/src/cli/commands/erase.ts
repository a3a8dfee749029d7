import { resolve } from "node:path";
import type { Command } from "commander";
import type { ErasureAnswer } from "../../api.js";
import type { LookupClass } from "../../lookups/classes.js";
import type { Settings } from "../../settings/settings.js";
import { callAdmin, NotRunning } from "../../admin/call-admin.js";
import { askData } from "../ask-data.js";
import { confirm } from "../confirm.js";
import { type Context, settingsOf, withData } from "../context.js";
import { UsageError } from "../errors.js";
import { minute } from "../output.js";
import { reserveReceipts } from "../reserve-receipts.js";
import { findBy, linesOf as linesFound } from "./find.js";

interface Options {
  readonly site?: string;
  readonly subject?: string;
  readonly lookup?: string;
  readonly country?: string;
  readonly yes?: true;
  readonly wait?: true;
  readonly receipt?: string;
}

export function addErase(program: Command, context: Context): void {
  const { output } = context;
  withData(program.command("erase"))
    .description("erase a person: what is sealed of them can be read by nobody from then on. It cannot be undone")
    .option("--subject <id>", "the subject, 32 hex digits, as the console shows it")
    .option(
      "--lookup <class=value>",
      "all subjects that email=…, phone=… or user-id=… finds; class=- asks for the value",
    )
    .option("--country <code>", "of a telephone number that is written without its country code, such as DE")
    .option("--site <id>", "the site; not needed where there is one only")
    .option("--yes", "do not ask: for programs")
    .option(
      "--wait",
      "wait until the rows are gone from the event store, which a running collector sees to; exits with 1 if they are not",
    )
    .option(
      "--receipt <file>",
      "write the signed receipt to a file as well; several get .1, .2, … before the extension",
    )
    .addHelpText(
      "after",
      `
The subject's keys, mapping, blind indexes and waiting events are destroyed in one step before this command answers. Rows
leave the event store within moments and its files within the hour, while the collector runs. The answer is a signed receipt.
A person may be several subjects, one for each browser: --lookup lists them and asks before it erases each.

Examples:
  wayseal erase --subject 9f8e7d6c5b4a39281706f5e4d3c2b1a0 --receipt receipt.jws
  wayseal erase --lookup email=ann@example.com --site shop`,
    )
    .action(async (options: Options) => {
      const { subject, lookup } = options;
      if ((subject === undefined) === (lookup === undefined)) {
        throw new UsageError("Name either --subject or --lookup");
      }
      if (subject !== undefined) {
        if (options.yes === undefined) {
          // Nobody is asked whether to erase what cannot be a subject.
          if (!/^[0-9a-f]{32}$/i.test(subject)) {
            throw new UsageError("A subject is 32 hex digits, as the console shows it");
          }
          const word = subject.slice(0, 6).toLowerCase();
          await confirm(context, `Erase the subject ${subject.toLowerCase()} for good?`, word);
        }
        const receipts = await reserveReceipts(receiptFile(context, options), 1);
        try {
          const erased = await erase(context, options, subject);
          output.answer(erased, linesOf(erased, await receipts.write(0, erased.receipt)));
          await tellOfBackups(context, options);
        } finally {
          await receipts.release();
        }
        return;
      }
      await eraseFound(context, options, lookup as string);
    });
}

async function eraseFound(context: Context, options: Options, lookup: string): Promise<void> {
  const { output, streams } = context;
  const { site: named, country } = options;
  const found = await findBy(context, {
    ...options,
    ...{ lookup, ...(named !== undefined && { site: named }), ...(country !== undefined && { country }) },
  });
  const { site, class: name, matches } = found;
  if (matches.length === 0) {
    output.answer({ site, class: name, erasures: [] }, linesFound(found));
    context.exit(1);
    return;
  }
  if (options.yes === undefined) {
    if (!output.json) streams.stderr.write(`${linesFound(found).join("\n")}\n`);
    const many = matches.length === 1 ? "this subject" : `these ${matches.length} subjects`;
    await confirm(context, `Erase ${many} of ${site} for good?`, `erase ${matches.length}`);
  }
  const receipts = await reserveReceipts(receiptFile(context, options), matches.length);
  const erasures: ErasureAnswer[] = [];
  const lines: string[] = [];
  try {
    for (const [n, { subject }] of matches.entries()) {
      output.progress(`Erasing ${n + 1} of ${matches.length}`);
      const erased = await erase(context, { ...options, site }, subject, name as LookupClass);
      erasures.push(erased);
      lines.push(...(n === 0 ? [] : [""]), ...linesOf(erased, await receipts.write(n, erased.receipt)));
    }
  } finally {
    await receipts.release();
    // Also of those before one that failed: nothing finds them any more.
    if (erasures.length > 0) output.answer({ site, class: name, erasures }, lines);
  }
  await tellOfBackups(context, options);
}

/** An erasure is not final while a key backup from before it exists. */
async function tellOfBackups(context: Context, options: Options): Promise<void> {
  if (context.output.json) return;
  const { stale } = await askData(settingsOf(context, options), "backups.list", {});
  if (stale.length === 0) return;
  const numbers = stale.map(({ number }) => number).join(", ");
  context.output.answer(null, [
    "",
    `Key backups that still hold keys of those who were erased: ${numbers}. Make a new one (wayseal backup) and destroy`,
    "those (wayseal backup prune); wayseal doctor says where they are",
  ]);
}

function receiptFile({ cwd }: Context, { receipt }: Options): string | undefined {
  return receipt === undefined ? undefined : resolve(cwd, receipt);
}

async function erase(
  context: Context,
  options: Options,
  subject: string,
  lookup?: LookupClass,
): Promise<ErasureAnswer> {
  const settings = settingsOf(context, options);
  const { site, wait } = options;
  const args = { subject, ...(site !== undefined && { site }), ...(lookup !== undefined && { lookup }) };
  const erased = await askData(settings, "erasures.erase", args);
  return wait === undefined ? erased : waitForRows(context, settings, erased);
}

async function waitForRows(
  { output, exit }: Context,
  settings: Settings,
  erased: ErasureAnswer,
): Promise<ErasureAnswer> {
  const until = Date.now() + PATIENCE_MS;
  output.progress("The keys are destroyed; waiting for the event store to remove the rows");
  let found = erased;
  try {
    while (found.state === "keys-destroyed" && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      found = await callAdmin(settings.data, "erasures.read", { id: erased.id });
    }
  } catch (error) {
    // Only a collector removes rows: there is nothing to wait for.
    if (!(error instanceof NotRunning)) throw error;
  }
  if (found.state === "keys-destroyed") exit(1);
  return found;
}

const PATIENCE_MS = 120_000;

function linesOf(
  { site, subject, state, keys, rows, removed, erased, id, receipt }: ErasureAnswer,
  file: string | null,
): string[] {
  return [
    `Erased ${subject} of ${site} at ${minute(erased)}: ${keys} keys destroyed`,
    removed === null
      ? "Its rows, unreadable now, leave the event store while a collector runs"
      : `${rows ?? 0} rows were removed from the event store`,
    `Erasure ${id}`,
    ...(state === "complete"
      ? []
      : [`The receipt says more once its rows have left the files too, within the hour: wayseal receipt show ${id}`]),
    ...(file === null ? ["", receipt ?? unsigned(id)] : [`Receipt written to ${file}`]),
  ];
}

function unsigned(id: string): string {
  return `This process holds no receipt key. One that may open restricted data signs it: wayseal receipt show ${id}`;
}
