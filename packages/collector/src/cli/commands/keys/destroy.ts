import type { Command } from "commander";
import { AdminError } from "../../../admin/errors.js";
import type { Settings } from "../../../settings/settings.js";
import { askData } from "../../ask-data.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { UsageError } from "../../errors.js";
import { oldRootsOf } from "./old-roots.js";
import { destroyStorage } from "./destroy-storage.js";

interface Options {
  readonly force?: true;
  readonly confirm?: string;
}

export function addKeysDestroy(keys: Command, context: Context): void {
  const { output } = context;
  withData(keys.command("destroy <key>"))
    .description("destroy a key for good; one that is still needed only with --force")
    .option("--force", "also if it is still needed: what depends on it is lost")
    .option("--confirm <key>", "the key's id once more, where nobody can be asked to type it")
    .addHelpText(
      "after",
      `
A KEK is needed while DEKs are under it or made under it, a root key while it wraps anything: without them nobody reads what
they protect. A recipient key is needed while it is published, and after that while something sealed to it has arrived lately.

Example:
  wayseal keys destroy V8yQlkKjsrw`,
    )
    .action(async (id: string, { force, confirm, ...options }: Options) => {
      const settings = settingsOf(context, options);
      // With it the operation itself says so, without opening the data once more, which may take a passphrase.
      if (confirm === undefined) await requireKnown(settings, id);
      await requireTyped(context, id, confirm);
      if (await destroyStorage(context, settings, { id, force: force === true })) return;
      const args = { kid: id, ...(force !== undefined && { force }) };
      const destroyed = await askData(settings, "recipients.destroy", args);
      const { site, current } = destroyed;
      output.answer(destroyed, [
        `Recipient key ${id} of ${site} is destroyed.`,
        ...(current === null ? [] : [`Browsers seal to ${current} once they fetch the key set.`]),
      ]);
    });
}

/** Before anybody is asked to type an id that is none. @throws {AdminError} `missing` */
async function requireKnown(settings: Settings, id: string): Promise<void> {
  if ((await oldRootsOf(settings.data)).some((old) => old.id === id)) return;
  const { sites, root, levels } = await askData(settings, "keys.list", {});
  const ids = [
    ...sites.flatMap(({ recipients, keks }) => [...recipients.map(({ kid }) => kid), ...keks.map((kek) => kek.id)]),
    ...levels.flatMap(({ root, key }) => [root, key]),
    root.id,
  ];
  if (!ids.includes(id))
    throw new AdminError("missing", `There is no key ${id}: wayseal keys list shows those there are`);
}

/** Asks for a key's id to be typed. @throws {UsageError} If it was not. */
export async function requireTyped({ typed, output }: Context, id: string, confirm: string | undefined): Promise<void> {
  if (confirm === undefined && (output.json || !typed.terminal)) {
    throw new UsageError("Nobody can be asked here: say the key's id once more by --confirm");
  }
  const said = confirm ?? (await typed.line(`Destroy ${id} for good? Type its id to go on: `)).trim();
  if (said !== id) throw new UsageError("Nothing was done: the key's id was not repeated");
}
