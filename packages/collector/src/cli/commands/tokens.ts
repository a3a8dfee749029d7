import type { Command } from "commander";
import { accessArgs, type AccessOptions, rolesText, withAccess } from "../access-options.js";
import { askData } from "../ask-data.js";
import { type Context, settingsOf, withData } from "../context.js";
import { UsageError } from "../errors.js";
import { day, table } from "../output.js";
import { parseScope, scopeText } from "../scope.js";

export function addTokens(program: Command, context: Context): void {
  const { output } = context;
  const tokens = program.command("tokens").description("access of programs (Authorization: Bearer)");

  withAccess(withData(tokens.command("create <name>")))
    .description("make a token and print it, once")
    .option("--sites <ids>", "sites that it may see, with commas between, or all", "all")
    .option("--expires <days>", "days until it expires, such as 90, or never", "90")
    .addHelpText(
      "after",
      `
Examples:
  wayseal tokens create nightly-report --right query --sites shop --expires 30
  wayseal tokens create helpdesk --role analyst --clearance internal --sites shop --jurisdictions EU`,
    )
    .action(async (name: string, options: AccessOptions & { sites: string; expires: string }) => {
      const { sites, expires } = options;
      if (expires !== "never" && !/^\d{1,4}$/.test(expires))
        throw new UsageError("--expires takes days, such as 90, or never");
      const days = expires === "never" ? null : Number(expires);
      const args = { name, ...accessArgs(options), sites: parseScope(sites), days };
      const made = await askData(settingsOf(context, options), "tokens.create", args);
      output.answer(made, [
        `Made the token ${made.name} (id ${made.id}, expires: ${day(made.expires)}). It is not shown again:`,
        "",
        `  ${made.token}`,
      ]);
    });

  withData(tokens.command("list"))
    .description("list tokens; their secrets are not kept")
    .action(async (options: object) => {
      const { tokens: list } = await askData(settingsOf(context, options), "tokens.list", {});
      output.answer(
        { tokens: list },
        list.length === 0
          ? ["There is no token"]
          : table(
              ["ID", "NAME", "ROLES", "CLEARANCE", "SITES", "EXPIRES", "STATE"],
              list.map((token) => [
                token.id,
                token.name,
                rolesText(token),
                token.clearance,
                scopeText(token.sites),
                day(token.expires),
                token.revoked ? "revoked" : token.expires !== null && token.expires <= Date.now() ? "expired" : "live",
              ]),
            ),
      );
    });

  withData(tokens.command("revoke <id>"))
    .description("refuse a token from its next request on")
    .action(async (id: string, options: object) => {
      output.answer(await askData(settingsOf(context, options), "tokens.revoke", { id }), [`Revoked ${id}`]);
    });
}
