import type { Command } from "commander";
import { askData } from "../../ask-data.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { counted, day, minute, table } from "../../output.js";
import { kekRows } from "./kek-rows.js";
import { oldRootLine, oldRootsOf } from "./old-roots.js";
import { otherRows } from "./other-rows.js";
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
      const settings = settingsOf(context, options);
      const listed = await askData(settings, "keys.list", args);
      const oldRoots = await oldRootsOf(settings.data);
      output.answer({ ...listed, oldRoots }, [
        `Root key ${listed.root.id} (keyring: ${listed.root.keyring}), ${inUse(listed.root.since)}, wraps ${counted(listed.root.wrapped, "key")}`,
        ...oldRoots.map(oldRootLine),
        ...listed.levels.map(
          ({ level, root, since, state, key, created, sealed }) =>
            `Root key ${root} of ${level}, by itself, ${inUse(since)}: level key ${key} of ${day(created)} (${state}), ${counted(sealed, "key")} sealed to it`,
        ),
        ...listed.sites.flatMap(({ site, recipients, signing, keks }) => [
          "",
          `Site ${site}`,
          ...(signing === null
            ? []
            : [
                `Signing key ${signing.key}, made ${day(signing.created)} (key set version ${signing.version}${signing.held ? "" : `, kept elsewhere: ${servedUntil(signing.signedUntil)}`})`,
              ]),
          ...recipientRows(recipients),
          ...(keks.length === 0 ? [] : kekRows(keks)),
        ]),
        ...(listed.others.length === 0 ? [] : ["", ...otherRows(listed.others)]),
        ...(listed.destroyed.length === 0
          ? []
          : [
              "",
              ...table(
                ["DESTROYED", "KIND", "SITE", "LEVEL", "MONTH", "WHEN", "WHY"],
                listed.destroyed.map(({ id, kind, site, level, month, destroyed, why }) => [
                  ...[id, kind, site, level, month],
                  ...[day(destroyed), why],
                ]),
              ),
            ]),
      ]);
    });
}

/** What there is of a set that is signed elsewhere. */
function servedUntil(expires: number | null): string {
  if (expires === null) return "no set is served until one is signed";
  return expires > Date.now() ? `sign again before ${minute(expires)}` : `expired on ${minute(expires)}: sign again`;
}

/** How old a root key is, as far as it is known here. */
function inUse(since: number | null): string {
  if (since === null) return "in use since before that was noted";
  const days = Math.max(0, Math.floor((Date.now() - since) / 86_400_000));
  return `in use since ${day(since)} (${counted(days, "day")})`;
}
