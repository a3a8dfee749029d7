import type { Command } from "commander";
import type { QuarantinedAnswer, QuarantineReplayed } from "../../api.js";
import { askData } from "../ask-data.js";
import { confirm } from "../confirm.js";
import { type Context, settingsOf, withData } from "../context.js";
import { UsageError } from "../errors.js";
import { minute, table } from "../output.js";

interface Choice {
  readonly site?: string;
  readonly reason?: string;
  readonly all?: true;
}

/** Refused records of which no more than these are told one by one. */
const TOLD = 20;

export function addQuarantine(program: Command, context: Context): void {
  const { output } = context;
  const quarantine = program
    .command("quarantine")
    .description("what was refused and waits for at most seven days: look at it, take it in after all, or drop it");

  withSite(withData(quarantine.command("list")))
    .description("what waits, newest first, and how much of it by reason")
    .option("--reason <reason>", "refused as this only: shape, hello, token, …")
    .option("--before <id>", "records before this one: the next page")
    .addHelpText("after", "\nExample:\n  wayseal quarantine list --reason shape")
    .action(async (options: Choice & { before?: string }) => {
      const { site, reason, before } = options;
      const args = {
        ...(site !== undefined && { site }),
        ...(reason !== undefined && { reason: reason as "shape" }),
        ...(before !== undefined && { before: recordId(before) }),
      };
      const listed = await askData(settingsOf(context, options), "quarantine.list", args);
      const { records, reasons, next, room } = listed;
      const waiting = reasons.reduce((sum, { records }) => sum + records, 0);
      output.answer(
        listed,
        records.length === 0
          ? [reason === undefined ? "Nothing waits in quarantine" : `Nothing waits that was refused as ${reason}`]
          : [
              ...linesOf(records),
              "",
              `${waiting} wait of ${listed.site}, of ${room.records} at the most: ` +
                reasons.map(({ reason, records }) => `${records} ${reason}`).join(", "),
              ...(next === null ? [] : [`There are more: --before ${next}`]),
            ],
      );
    });

  withSite(withData(quarantine.command("show <id>")))
    .description("a record's shape: of values no more than their kind, for nobody can say what they are")
    .addHelpText("after", "\nExample:\n  wayseal quarantine show 17")
    .action(async (id: string, options: Choice) => {
      const { site } = options;
      const args = { id: recordId(id), ...(site !== undefined && { site }) };
      const shown = await askData(settingsOf(context, options), "quarantine.show", args);
      output.answer(shown, [
        ...linesOf([shown]),
        "",
        ...JSON.stringify(shown.content, null, 2).split("\n"),
        "",
        `A replay would take it in under policy ${shown.policy}`,
      ]);
    });

  withChoice(withData(quarantine.command("replay [ids...]")))
    .description("take records in under the policy and the settings of now. What is still refused waits on")
    .addHelpText(
      "after",
      `
A record is taken in once, however often it is replayed, and under the time at which it came.

Example:
  wayseal quarantine replay --reason token`,
    )
    .action(async (ids: string[], options: Choice) => {
      const args = choiceOf(ids, options);
      output.progress("Taking in what is not refused any more");
      const replayed = await askData(settingsOf(context, options), "quarantine.replay", args);
      output.answer(replayed, replayedLines(replayed));
    });

  withChoice(withData(quarantine.command("drop [ids...]")))
    .description("remove records for good")
    .option("--yes", "do not ask")
    .addHelpText("after", "\nExample:\n  wayseal quarantine drop --reason shape")
    .action(async (ids: string[], options: Choice & { yes?: true }) => {
      const args = choiceOf(ids, options);
      if (options.yes === undefined) {
        const { reason } = options;
        const what =
          ids.length > 0 ? `record ${ids.join(", ")}` : reason === undefined ? "everything" : `all ${reason}`;
        await confirm(context, `Drop ${what} from quarantine for good?`, "drop");
      }
      const done = await askData(settingsOf(context, options), "quarantine.drop", args);
      output.answer(done, [
        done.dropped === 1
          ? "1 record is gone"
          : done.dropped === 0
            ? "There was nothing to drop"
            : `${done.dropped} records are gone`,
      ]);
    });
}

function withSite(command: Command): Command {
  return command.option("--site <id>", "its site; not needed where there is one only");
}

function withChoice(command: Command): Command {
  return withSite(command)
    .option("--reason <reason>", "all that is refused as this: shape, hello, token, …")
    .option("--all", "all of the site");
}

function choiceOf(ids: readonly string[], { site, reason, all }: Choice) {
  const named = [ids.length > 0, reason !== undefined, all !== undefined].filter(Boolean).length;
  if (named !== 1)
    throw new UsageError("Name records by their ids, or a reason by --reason, or --all, and one of these");
  return {
    ...(site !== undefined && { site }),
    ...(ids.length > 0 && { ids: ids.map(recordId) }),
    ...(reason !== undefined && { reason: reason as "shape" }),
    ...(all !== undefined && { all }),
  };
}

function recordId(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) {
    throw new UsageError("A record is a whole number, as wayseal quarantine list shows it");
  }
  return Number(text);
}

function linesOf(records: readonly QuarantinedAnswer[]): string[] {
  return table(
    ["ID", "RECEIVED", "REASON", "EVENT", "GONE BY", "BECAUSE"],
    records.map(({ id, received, reason, type, expires, detail }) => [
      ...[String(id), minute(received), reason, type ?? "unknown", minute(expires), detail ?? ""],
    ]),
  );
}

function replayedLines({ stored, duplicates, refused }: QuarantineReplayed): string[] {
  if (stored + duplicates + refused.length === 0) return ["There was nothing to replay"];
  return [
    `${stored} taken in, ${duplicates} there already, ${refused.length} still refused`,
    ...(refused.length === 0
      ? []
      : [
          "",
          ...table(
            ["ID", "REASON", "BECAUSE"],
            refused.slice(0, TOLD).map(({ id, reason, detail }) => [String(id), reason, detail ?? ""]),
          ),
          ...(refused.length > TOLD ? [`and ${refused.length - TOLD} more: wayseal quarantine list`] : []),
        ]),
  ];
}
