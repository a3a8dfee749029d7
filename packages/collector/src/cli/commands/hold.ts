import type { Command } from "commander";
import type { HoldAnswer } from "../../api.js";
import { askData } from "../ask-data.js";
import { type Context, settingsOf, withData } from "../context.js";
import { counted, day, minute, table } from "../output.js";

export function addHold(program: Command, context: Context): void {
  const { output } = context;
  const hold = program
    .command("hold")
    .description("legal holds: who is held is neither erased nor purged until the hold is released");

  withData(hold.command("add"))
    .description("hold a subject. Who did it, when and why stays on record, after the release too")
    .requiredOption("--subject <id>", "the subject, 32 hex digits, as the console shows it")
    .requiredOption("--reason <text>", "why, such as a file number")
    .option("--site <id>", "its site; not needed where there is one only")
    .addHelpText(
      "after",
      `
Its keys are sealed to a hold key of their own, so that a purge destroys the keys of its months and leaves the subject
readable. What it does later is held too.

Example:
  wayseal hold add --subject 9f8e7d6c5b4a39281706f5e4d3c2b1a0 --reason "File 2026/117"`,
    )
    .action(async (options: { subject: string; reason: string; site?: string }) => {
      const { subject, reason, site } = options;
      const args = { subject, reason, ...(site !== undefined && { site }) };
      const held = await askData(settingsOf(context, options), "holds.add", args);
      const { waiting = 0, resealed = 0 } = held;
      output.answer(held, [
        `The subject ${held.subject} of ${held.site} is under hold ${held.id} since ${minute(held.added)}`,
        `${counted(resealed, "key")} moved to a hold key`,
        ...(waiting === 0
          ? []
          : [
              `${waiting} keys are not this process's to open: they stay where they are, and so do the keys of their months`,
            ]),
      ]);
    });

  withData(hold.command("release <id>"))
    .description("end a hold. What has expired meanwhile goes with the next purge")
    .addHelpText("after", "\nExample:\n  wayseal hold release 3vKq0yYt2mUw1sZ8x7c6bA")
    .action(async (id: string, options: object) => {
      const released = await askData(settingsOf(context, options), "holds.release", { id });
      output.answer(released, [
        `The hold ${id} of ${released.subject} was released at ${minute(released.released ?? 0)}`,
      ]);
    });

  withData(hold.command("list"))
    .description("list holds of all sites, newest first")
    .option("--site <id>", "of one site")
    .option("--all", "those that were released too")
    .addHelpText("after", "\nExample:\n  wayseal hold list --all")
    .action(async (options: { site?: string; all?: true }) => {
      const { site, all } = options;
      const args = { ...(site !== undefined && { site }), ...(all === true && { all }) };
      const listed = await askData(settingsOf(context, options), "holds.list", args);
      output.answer(listed, listed.holds.length === 0 ? ["Nobody is held"] : linesOf(listed.holds));
    });
}

function linesOf(holds: readonly HoldAnswer[]): string[] {
  return table(
    ["HOLD", "SITE", "SUBJECT", "SINCE", "BY", "RELEASED", "REASON"],
    holds.map(({ id, site, subject, added, by, released, reason }) => [
      ...[id, site, subject, day(added), `${by.kind} ${by.id}`, released === null ? "" : day(released), reason],
    ]),
  );
}
