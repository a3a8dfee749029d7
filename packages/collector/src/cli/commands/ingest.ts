import type { Command } from "commander";
import { askData } from "../ask-data.js";
import { type Context, settingsOf, withData } from "../context.js";
import { UsageError } from "../errors.js";
import { day, table } from "../output.js";

export function addIngest(program: Command, context: Context): void {
  const { output } = context;
  const ingest = program
    .command("ingest")
    .description("tokens that a site's pages show, so that others find it harder to send made-up events");

  withData(ingest.command("create <site>"))
    .description("make an ingest key: prints, once, the private key that your server signs tokens with")
    .option("--name <name>", "what people call it", "server")
    .option("--fixed <days>", "print one token that is good for so many days instead, to write into the pages")
    .addHelpText(
      "after",
      `
Pages are public, and so is every token in them: this stops casual forgery and nothing more. A token of minutes that your
server makes for each page is worth more than a fixed one. See docs/sdk.md, "Ingest tokens".

Examples:
  wayseal ingest create shop
  wayseal ingest create shop --name static-pages --fixed 365
  wayseal ingest require shop`,
    )
    .action(async (site: string, options: { name: string; fixed?: string }) => {
      const { name, fixed } = options;
      if (fixed !== undefined && !/^\d{1,4}$/.test(fixed)) throw new UsageError("--fixed takes days, such as 365");
      const args = { site, name, days: fixed === undefined ? null : Number(fixed) };
      const made = await askData(settingsOf(context, options), "ingest.create", args);
      output.answer(made, [
        made.token === null
          ? `Made the ingest key ${made.kid} of the site ${site}. Keep it on your server; it is not shown again:`
          : `Made a token of the site ${site} (key ${made.kid}), good until ${day(made.expires)}. It is not shown again:`,
        "",
        `  ${made.token ?? JSON.stringify(made.jwk)}`,
      ]);
    });

  withData(ingest.command("list"))
    .description("list sites, whether each asks for a token, and the keys whose tokens it takes")
    .action(async (options: object) => {
      const listed = await askData(settingsOf(context, options), "ingest.list", {});
      const rows = listed.sites.flatMap(({ site, requiresToken, keys }) => {
        const asks = requiresToken ? "required" : "not required";
        if (keys.length === 0) return [[site, asks, "–", "", ""]];
        return keys.map(({ kid, name, created }) => [site, asks, kid, name, day(created)]);
      });
      output.answer(
        listed,
        rows.length === 0 ? ["There is no site yet"] : table(["SITE", "TOKEN", "KEY", "NAME", "CREATED"], rows),
      );
    });

  withData(ingest.command("revoke <key>"))
    .description("take no more tokens of a key, from the next request on")
    .action(async (kid: string, options: object) => {
      const revoked = await askData(settingsOf(context, options), "ingest.revoke", { kid });
      output.answer(revoked, [`Revoked ${kid} of the site ${revoked.site}`]);
    });

  withData(ingest.command("require <site>"))
    .description("refuse what comes without a good token")
    .option("--off", "take everything again")
    .action(async (site: string, options: { off?: boolean }) => {
      const required = options.off !== true;
      const done = await askData(settingsOf(context, options), "ingest.require", { site, required });
      output.answer(done, [
        required
          ? `The site ${site} refuses what comes without a token. Pages that show none are not measured any more`
          : `The site ${site} takes events with and without a token`,
      ]);
    });
}
