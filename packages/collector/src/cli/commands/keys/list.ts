import type { Command } from "commander";
import { askData } from "../../ask-data.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { table } from "../../output.js";
import { recipientRows } from "./recipient-rows.js";

export function addKeysList(keys: Command, context: Context): void {
  const { output } = context;
  withData(keys.command("list"))
    .description("list keys: their state, age, use and what depends on them; never a private half")
    .option("--site <id>", "of one site")
    .addHelpText(
      "after",
      `
Example:
  wayseal keys list --site shop`,
    )
    .action(async (options: { site?: string }) => {
      const args = options.site === undefined ? {} : { site: options.site };
      const listed = await askData(settingsOf(context, options), "keys.list", args);
      output.answer(listed, [
        `Root key ${listed.root.id} (keyring: ${listed.root.keyring})`,
        ...listed.levels.map(({ level, root, state }) => `Root key ${root} of ${level}, by itself (${state})`),
        ...listed.sites.flatMap(({ site, recipients, signing, keks }) => [
          "",
          `Site ${site}`,
          ...(signing === null
            ? []
            : [
                `Signing key ${signing.key} (key set version ${signing.version}${signing.held ? "" : ", kept elsewhere"})`,
              ]),
          ...recipientRows(recipients),
          ...(keks.length === 0
            ? []
            : table(
                ["KEY AT REST", "LEVEL", "MONTH"],
                keks.map(({ id, level, month }) => [id, level, month]),
              )),
        ]),
      ]);
    });
}
