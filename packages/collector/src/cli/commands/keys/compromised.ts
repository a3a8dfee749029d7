import type { Command } from "commander";
import type { Compromise } from "../../../admin/compromised-key.js";
import { askData } from "../../ask-data.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { minute, table } from "../../output.js";
import { SIGN } from "./rotate.js";

export function addKeysCompromised(keys: Command, context: Context): void {
  const { output } = context;
  withData(keys.command("compromised <kid>"))
    .description(
      "others have a recipient key: accept nothing for it, publish another at once, and say what was exposed",
    )
    .option("--site <id>", "the site that it must be of")
    .addHelpText(
      "after",
      `
It asks nothing, since every moment counts, and may be called again for the report. What browsers have sealed to the key
and not yet sent is lost; their next events go to the new key, without a reload. What to do besides: docs/keys.md.

Example:
  wayseal keys compromised V8yQlkKjsrw --site shop`,
    )
    .action(async (kid: string, options: { site?: string }) => {
      const args = { kid, ...(options.site !== undefined && { site: options.site }) };
      const report = await askData(settingsOf(context, options), "recipients.compromised", args);
      output.answer(report, linesOf(report));
    });
}

function linesOf(report: Compromise): string[] {
  const { kid, site, stopped, current, version, unsigned, created, exposed, readable, safe, lasting } = report;
  const { firstUse, lastUse, streams, events, days } = exposed;
  const list = (title: string, items: readonly string[]) => ["", title, ...items.map((item) => `- ${item}`)];
  return [
    `Recipient key ${kid} of ${site} has not been accepted since ${minute(stopped)}.`,
    unsigned
      ? "No key set is served until a new one is signed."
      : `Browsers seal to ${current ?? "no key"} once they fetch the key set, version ${version}.`,
    ...(unsigned ? [SIGN] : []),
    "",
    `Received under it since ${minute(created)}: ${events} events in ${streams} streams`,
    ...(firstUse === null || lastUse === null ? [] : [`First use ${minute(firstUse)}, last use ${minute(lastUse)}`]),
    ...(days.length === 0
      ? []
      : table(
          ["DAY", "STREAMS", "EVENTS"],
          days.map(({ day, streams, events }) => [day, String(streams), String(events)]),
        )),
    ...list("Whoever has the key and captured traffic can read:", readable),
    ...list("They cannot read:", safe),
    ...list("What cannot be undone:", lasting),
  ];
}
