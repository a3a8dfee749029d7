import { type Command, InvalidArgumentError } from "commander";
import { askData } from "../../ask-data.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { recipientRows } from "./recipient-rows.js";
import { rotateStorage, type StorageOptions, withStorageOptions } from "./rotate-storage.js";

interface Options extends StorageOptions {
  readonly now?: true;
  readonly grace?: number;
  readonly quiet?: number;
}

export function addKeysRotate(keys: Command, context: Context): void {
  const { output } = context;
  const command = withData(keys.command("rotate"))
    .description("turn over a site's recipient key: browsers seal to another, and the old one goes once it is not used")
    .option("--site <id>", "the site; not needed where there is one only")
    .option("--now", "let browsers seal to the new key as soon as they fetch the key set")
    .option("--grace <days>", "how long the old key is accepted at least, 7 or more (default 30)", days)
    .option("--quiet <days>", "retire it when nothing sealed to it has arrived for so long (default 7)", days)
    .addHelpText(
      "after",
      `
The new key is published beside the old one and takes its place after 7 days, when no browser holds a key set without it.
No event is lost. The rest happens by itself while the collector runs; wayseal keys list shows how far it has come. With
--now a new key that waits already takes its place at once. If others have the old key: wayseal keys compromised.

Example:
  wayseal keys rotate --site shop`,
    )
    .action(async ({ now, grace, quiet, ...options }: Options) => {
      if (await rotateStorage(context, options)) return;
      const rotated = await askData(settingsOf(context, options), "recipients.rotate", {
        ...(options.site !== undefined && { site: options.site }),
        ...(now !== undefined && { now }),
        ...(grace !== undefined && { graceDays: grace }),
        ...(quiet !== undefined && { quietDays: quiet }),
      });
      output.answer(rotated, [
        `Site ${rotated.site}, key set version ${rotated.version}`,
        ...recipientRows(rotated.keys),
        ...(rotated.unsigned ? [SIGN] : []),
      ]);
    });
  withStorageOptions(command);
}

/** What is left to do where the signing key is kept elsewhere. */
export const SIGN =
  "The key set must be signed before browsers see it: wayseal keys set, wayseal keys sign, wayseal keys publish";

function days(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError("It must be a whole number of days.");
  return Number(text);
}
