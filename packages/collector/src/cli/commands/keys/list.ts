import type { Command } from "commander";
import { askData } from "../../ask-data.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { day, table } from "../../output.js";

export function addKeysList(keys: Command, context: Context): void {
  const { output } = context;
  withData(keys.command("list"))
    .description("list public keys and what there is at rest; never a private half")
    .option("--site <id>", "of one site")
    .action(async (options: { site?: string }) => {
      const args = options.site === undefined ? {} : { site: options.site };
      const listed = await askData(settingsOf(context, options), "keys.list", args);
      output.answer(listed, [
        `Root key ${listed.root.id} (keyring: ${listed.root.keyring})`,
        ...listed.levels.map(({ level, root, state }) => `Root key ${root} of ${level}, by itself (${state})`),
        ...listed.sites.flatMap(({ site, recipients, signing, keks }) => [
          "",
          `Site ${site}`,
          ...(signing === null ? [] : [`Signing key ${signing.key} (key set version ${signing.version})`]),
          ...table(
            ["KEY", "KIND", "STATE", "CREATED"],
            [
              ...recipients.map(({ kid, state, created }) => [kid, "recipient", state, day(created)]),
              ...keks.map(({ id, level, month }) => [id, "at rest", level, month]),
            ],
          ),
        ]),
      ]);
    });
}
