import type { Level } from "@wayseal/protocol";
import type { Command } from "commander";
import { askData } from "../ask-data.js";
import { type Context, settingsOf, withData } from "../context.js";
import { UsageError } from "../errors.js";
import { day, table } from "../output.js";
import { parseScope, scopeText } from "../scope.js";

export function addTokens(program: Command, context: Context): void {
  const { output } = context;
  const tokens = program.command("tokens").description("access of programs (Authorization: Bearer)");

  withData(tokens.command("create <name>"))
    .description("make a token and print it, once")
    .requiredOption(
      "--clearance <level>",
      "the highest level that it may read: public, internal, confidential, restricted",
    )
    .option("--sites <ids>", "sites that it may see, with commas between, or all", "all")
    .option("--expires <days>", "days until it expires, such as 90, or never", "90")
    .addHelpText(
      "after",
      "\nExample:\n  wayseal tokens create nightly-report --clearance public --sites shop --expires 30",
    )
    .action(async (name: string, options: { clearance: Level; sites: string; expires: string }) => {
      const { clearance, sites, expires } = options;
      if (expires !== "never" && !/^\d{1,4}$/.test(expires))
        throw new UsageError("--expires takes days, such as 90, or never");
      const days = expires === "never" ? null : Number(expires);
      const args = { name, clearance, sites: parseScope(sites), days };
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
              ["ID", "NAME", "CLEARANCE", "SITES", "EXPIRES", "STATE"],
              list.map(({ id, name, clearance, sites, expires, revoked }) => [
                id,
                name,
                clearance,
                scopeText(sites),
                day(expires),
                revoked ? "revoked" : expires !== null && expires <= Date.now() ? "expired" : "live",
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
