import type { Level } from "@wayseal/protocol";
import type { Command } from "commander";
import type { PersonInvited } from "../../admin/users.js";
import { askData } from "../ask-data.js";
import { type Context, settingsOf, withData } from "../context.js";
import { day, minute, table } from "../output.js";
import { parseScope, scopeText } from "../scope.js";

export function addUsers(program: Command, context: Context): void {
  const { output } = context;
  const users = program.command("users").description("people who sign in");

  const invited = (said: PersonInvited, done: string) =>
    output.answer(said, [
      `${done} Give them this link. It works once, until ${minute(said.expires)}:`,
      "",
      `  ${said.link}`,
    ]);

  withData(users.command("add"))
    .description("add a person and print the one-time link with which they set a password")
    .requiredOption("--email <address>", "their e-mail address, with which they sign in")
    .requiredOption(
      "--clearance <level>",
      "the highest level that they may read: public, internal, confidential, restricted",
    )
    .requiredOption("--sites <ids>", "sites that they may see, with commas between, or all")
    .option("--name <name>", "their name (default: from the address)")
    .addHelpText(
      "after",
      `
Examples:
  wayseal users add --email ana@shop.example --clearance internal --sites shop
  wayseal users add --email bo@shop.example --clearance restricted --sites all --json`,
    )
    .action(async (options: { email: string; clearance: Level; sites: string; name?: string }) => {
      const { email, clearance, sites, name } = options;
      const args = { email, clearance, sites: parseScope(sites), ...(name !== undefined && { name }) };
      invited(await askData(settingsOf(context, options), "users.add", args), `Added ${email}.`);
    });

  withData(users.command("list"))
    .description("list people")
    .action(async (options: object) => {
      const { people } = await askData(settingsOf(context, options), "users.list", {});
      output.answer(
        { people },
        people.length === 0
          ? ["There is nobody yet: wayseal serve prints a link for the first person"]
          : table(
              ["E-MAIL", "NAME", "CLEARANCE", "SITES", "STATE", "CREATED"],
              people.map(({ email, name, clearance, sites, disabled, active, created }) => [
                email,
                name,
                clearance,
                scopeText(sites),
                disabled ? "disabled" : active ? "active" : "invited",
                day(created),
              ]),
            ),
      );
    });

  for (const [verb, what, done] of [
    ["disable", "refuse a person from their next request on, and end their sessions", "Disabled"],
    ["enable", "let a disabled person sign in again", "Enabled"],
  ] as const) {
    withData(users.command(`${verb} <email>`))
      .description(what)
      .action(async (email: string, options: object) => {
        const answer = await askData(settingsOf(context, options), `users.${verb}`, { email });
        output.answer(answer, [`${done} ${email}`]);
      });
  }

  withData(users.command("reset-password <email>"))
    .description("end a person's password and sessions, and print a one-time link for a new one")
    .addHelpText("after", "\nExample:\n  wayseal users reset-password ana@shop.example")
    .action(async (email: string, options: object) => {
      const settings = settingsOf(context, options);
      invited(await askData(settings, "users.reset-password", { email }), `The password of ${email} no longer works.`);
    });
}
