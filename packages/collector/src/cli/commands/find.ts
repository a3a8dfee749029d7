import type { Command } from "commander";
import type { LookupAnswer } from "../../api.js";
import { askData } from "../ask-data.js";
import { type Context, settingsOf, withData } from "../context.js";
import { day, table } from "../output.js";
import { parseLookup } from "../parse-lookup.js";

export interface LookupOptions {
  readonly lookup: string;
  readonly site?: string;
  readonly country?: string;
}

export function addFind(program: Command, context: Context): void {
  withData(program.command("find"))
    .description("find the subjects that a value was stored for, without decrypting anything")
    .requiredOption("--lookup <class=value>", "email=…, phone=… or user-id=…; class=- asks for the value")
    .option("--site <id>", "the site; not needed where there is one only")
    .option("--country <code>", "of a telephone number that is written without its country code, such as DE")
    .addHelpText(
      "after",
      `
Anyone may type anyone's address into a form: a match says that a visitor gave the value, not that it is theirs. Only values
that were stored are found, and only those of their kind as a whole. Each lookup stands in the collector's log, without the value.

Examples:
  wayseal find --lookup email=ann@example.com
  wayseal find --lookup phone=- --country DE`,
    )
    .action(async (options: LookupOptions) => {
      const found = await findBy(context, options);
      context.output.answer(found, linesOf(found));
    });
}

/** Looks up what `--lookup`, `--site` and `--country` say. */
export async function findBy(context: Context, options: LookupOptions): Promise<LookupAnswer> {
  const { site, country, lookup } = options;
  const asked = await parseLookup(context, lookup);
  return askData(settingsOf(context, options), "lookups.find", {
    ...asked,
    ...(site !== undefined && { site }),
    ...(country !== undefined && { country }),
  });
}

/** What was found, for people. */
export function linesOf({ site, class: name, matches }: LookupAnswer): string[] {
  if (matches.length === 0) return [`Nobody of ${site} is found by that ${name}`];
  return table(
    ["SUBJECT", "FIRST SEEN", "LAST IN", "EVENTS"],
    matches.map(({ subject, first, month, events }) => [
      subject,
      day(first),
      month,
      events === null ? "not counted" : String(events),
    ]),
  );
}
