import type { Command } from "commander";
import type { RevealListed } from "../../admin/reveals.js";
import { askData } from "../ask-data.js";
import { type Context, settingsOf, withData } from "../context.js";
import { minute, table } from "../output.js";

export function addReveals(program: Command, context: Context): void {
  const { output } = context;
  const reveals = program
    .command("reveals")
    .description("who asked to see more of a visitor than their clearance shows, and an end to it")
    .addHelpText(
      "after",
      `
An operator refuses and revokes, and approves nothing: that takes a second person who is cleared for it, in the console or
by the API. Asking takes a person too (docs/clearance.md).`,
    );

  withData(reveals.command("list"))
    .description("list what was asked for and what is granted, the latest first")
    .option("--site <id>", "of this site; not needed where there is one only")
    .option("--all", "what was refused or has ended too")
    .addHelpText("after", "\nExample:\n  wayseal reveals list --site shop --all")
    .action(async ({ site, all, ...options }: { site?: string; all?: true }) => {
      const args = { ...(site !== undefined && { site }), ...(all === true && { all }) };
      const listed = await askData(settingsOf(context, options), "reveals.list", args);
      output.answer(listed, listed.reveals.length === 0 ? ["No reveal is asked for or granted"] : rows(listed.reveals));
    });

  withData(reveals.command("refuse <id>"))
    .description("refuse what somebody asks to see")
    .requiredOption("--reason <text>", "why, for whoever asked; without anything personal")
    .addHelpText(
      "after",
      '\nExample:\n  wayseal reveals refuse 3vKq0yYt2mUw1sZ8x7c6bA --reason "The order is known by its number"',
    )
    .action(async (id: string, { reason, ...options }: { reason: string }) => {
      const told = await askData(settingsOf(context, options), "reveals.refuse", { id, reason });
      output.answer(told, [`The reveal ${told.id} was refused`]);
    });

  withData(reveals.command("revoke <id>"))
    .description("end a reveal now, asked for or granted: the next read is denied")
    .addHelpText("after", "\nExample:\n  wayseal reveals revoke 3vKq0yYt2mUw1sZ8x7c6bA")
    .action(async (id: string, options: object) => {
      const told = await askData(settingsOf(context, options), "reveals.revoke", { id });
      output.answer(told, [`The reveal ${told.id} was revoked; it was used ${told.used} of ${told.reads} times`]);
    });
}

function rows(reveals: readonly RevealListed[]): string[] {
  return table(
    ["REVEAL", "STATE", "BY", "SUBJECT", "CLASSES", "PURPOSE", "USED", "UNTIL", "REASON"],
    reveals.map(({ id, state, by, subject, classes, purpose, used, reads, expires, reason }) => [
      ...[id, state, by.name ?? by.id, subject, classes.join(", "), purpose, `${used} of ${reads}`],
      ...[expires === null ? "" : minute(expires), reason],
    ]),
  );
}
