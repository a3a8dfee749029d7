import type { Command } from "commander";
import type { PersonInvited } from "../../admin/users.js";
import { accessArgs, type AccessOptions, limitsText, ROLE_HELP, rolesText, withAccess } from "../access-options.js";
import { askData } from "../ask-data.js";
import { type Context, settingsOf, withData } from "../context.js";
import { UsageError } from "../errors.js";
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

  withAccess(withData(users.command("add")))
    .description("add a person and print the one-time link with which they set a password")
    .requiredOption("--email <address>", "their e-mail address, with which they sign in")
    .requiredOption("--sites <ids>", "sites that they may see, with commas between, or all")
    .option("--name <name>", "their name (default: from the address)")
    .addHelpText(
      "after",
      `
Roles:
${ROLE_HELP}

Without a role, a clearance stands for the roles that fit it (docs/clearance.md).

Examples:
  wayseal users add --email ana@shop.example --role analyst --sites shop
  wayseal users add --email bo@shop.example --role privacy-officer --sites all --json
  wayseal users add --email cem@shop.example --role viewer --sites shop --jurisdictions EU --deny search`,
    )
    .action(async (options: AccessOptions & { email: string; sites: string; name?: string }) => {
      const { email, sites, name } = options;
      const args = { ...accessArgs(options), email, sites: parseScope(sites), ...(name !== undefined && { name }) };
      invited(await askData(settingsOf(context, options), "users.add", args), `Added ${email}.`);
    });

  withAccess(withData(users.command("change <email>")))
    .description("change what a person may do and see, from their next request on; what is not said stays")
    .option("--sites <ids>", "sites that they may see, with commas between, or all")
    .option("--name <name>", "their name")
    .addHelpText(
      "after",
      `
A new role brings its own rights, clearance and purposes.

Examples:
  wayseal users change ana@shop.example --role privacy-officer
  wayseal users change ana@shop.example --clearance internal --deny birthday,order/note`,
    )
    .action(async (email: string, options: AccessOptions & { name?: string }) => {
      const { name } = options;
      const said = { ...accessArgs(options), ...(name !== undefined && { name }) };
      if (Object.keys(said).length === 0) throw new UsageError("Say what to change, such as --role analyst");
      const answer = await askData(settingsOf(context, options), "users.change", { email, ...said });
      output.answer(answer, [
        `Changed ${email}: ${rolesText(answer.person)}, cleared to ${answer.person.clearance}, sites ${scopeText(answer.person.sites)}${limitsText(answer.person)}`,
      ]);
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
              ["E-MAIL", "NAME", "ROLES", "CLEARANCE", "SITES", "STATE", "CREATED"],
              people.map((person) => [
                person.email,
                person.name,
                rolesText(person),
                person.clearance,
                scopeText(person.sites),
                person.disabled ? "disabled" : person.active ? "active" : "invited",
                day(person.created),
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
