import type { Command } from "commander";
import { explainedText } from "../../../policy/explain.js";
import { askData } from "../../ask-data.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { table } from "../../output.js";

interface Options {
  readonly site: string;
  readonly form?: string;
  readonly field?: string;
  readonly property?: string;
  readonly trait?: string;
  readonly event?: string;
  readonly class?: string;
  readonly country?: string;
  readonly viewer?: string;
}

export function addExplain(policy: Command, context: Context): void {
  withData(policy.command("explain"))
    .description("say step by step which rule of the policy in force decides on a value")
    .requiredOption("--site <id>", "the site")
    .option("--form <name>", "the form that it is in")
    .option("--field <name>", "the field")
    .option("--property <name>", "a custom property of track, instead of a field")
    .option("--trait <name>", "a trait of identify, instead of a field")
    .option("--event <name>", "the event that it comes in: a type, or the name of a track (default: any that can)")
    .option("--class <class>", "what it holds (default: what its name tells)")
    .option("--country <code>", "where the visitor is, such as DE or US-CA")
    .option("--viewer <who>", "a clearance, a person's e-mail address, or a token's id")
    .addHelpText(
      "after",
      '\nExamples:\n  wayseal policy explain --site shop --form checkout --field email --country DE --viewer ann@shop.example\n  wayseal policy explain --site shop --property plan --event "Plan chosen"',
    )
    .action(async (options: Options) => {
      const { site, form, field, property, trait, event, class: name, country, viewer } = options;
      const args = {
        ...{ site, form, field, property, trait, event, class: name, country, viewer },
      };
      const said = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined)) as {
        site: string;
      };
      const told = await askData(settingsOf(context, options), "policy.explain", said);
      const rows = told.steps.map(({ by, says, then }, i) => [String(i + 1), by, says, then]);
      context.output.answer(told, [
        ...table(["", "RULE", "SAYS", "THEN"], rows),
        "",
        `Policy ${told.version}: ${explainedText(told)}`,
      ]);
    });
}
