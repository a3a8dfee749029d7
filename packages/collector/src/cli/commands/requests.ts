import { type Command, Option } from "commander";
import type { RequestAnswer, RequestKind } from "../../api.js";
import type { ArgsOf } from "../../admin/operations.js";
import { JURISDICTIONS } from "../../requests/jurisdictions.js";
import { askData } from "../ask-data.js";
import { type Context, settingsOf, withData } from "../context.js";
import { UsageError } from "../errors.js";
import { minute, table } from "../output.js";
import { parseDay } from "../parse-day.js";

type Move = ArgsOf<"requests.move">["move"];

/** Steps that need nothing but a name. */
const PLAIN = {
  "confirm-receipt": "confirm",
  "identity-checked": "check-identity",
  start: "start",
  note: "note",
} as const;

export function addRequests(program: Command, context: Context): void {
  const { output } = context;
  const requests = program
    .command("requests")
    .description("people's requests under data protection laws, and their dates");

  withData(requests.command("list"))
    .description("list requests, the soonest due first")
    .option("--site <id>", "of this site; not needed where there is one only")
    .option("--all", "closed ones too")
    .action(async (options: { site?: string; all?: true }) => {
      const args = { ...(options.site !== undefined && { site: options.site }), closed: options.all === true };
      const { requests: found } = await askData(settingsOf(context, options), "requests.list", args);
      output.answer(
        { requests: found },
        found.length === 0
          ? ["No request waits"]
          : table(
              ["ID", "KIND", "LAW", "DUE", "STATE", "SUBJECT"],
              found.map(({ id, kind, jurisdiction, due, overdue, state, subject }) => [
                ...[id, kind, jurisdiction, overdue ? `${due} OVERDUE` : due, state, subject ?? "not linked"],
              ]),
            ),
      );
    });

  withData(requests.command("add <kind>"))
    .description("take a request in: access, erasure, rectification or objection")
    .addOption(
      new Option("--jurisdiction <law>", "the law that sets its dates")
        .choices(JURISDICTIONS.map(({ id }) => id))
        .makeOptionMandatory(),
    )
    .option("--site <id>", "its site; not needed where there is one only")
    .option("--received <day>", "when it came in, YYYY-MM-DD (default: today)")
    .option("--subject <id>", "the subject, 32 hex digits, where it is known; wayseal find finds it")
    .option("--contact <text>", "how the person is reached: kept sealed until the request is closed")
    .option("--note <text>", "for whoever handles it; without anything personal")
    .addHelpText(
      "after",
      `
Dates follow the law that is named, and are not legal advice: docs/requests.md gives the article of each.

Example:
  wayseal requests add access --jurisdiction gdpr --contact ann@example.com`,
    )
    .action(async (kind: RequestKind, options: Record<string, string | undefined>) => {
      const { jurisdiction = "", site, received, subject, contact, note } = options;
      const args = {
        ...{ kind, jurisdiction },
        ...(site !== undefined && { site }),
        ...(received !== undefined && { received: parseDay(received, DAY) }),
        ...(subject !== undefined && { subject }),
        ...(contact !== undefined && { contact }),
        ...(note !== undefined && { note }),
      };
      const added = await askData(settingsOf(context, options), "requests.add", args);
      output.answer(added, linesOf(added));
    });

  withData(requests.command("show <id>"))
    .description("show a request and all that was done about it")
    .action(async (id: string, options: object) => {
      const found = await askData(settingsOf(context, options), "requests.show", { id });
      output.answer(found, linesOf(found));
    });

  async function move(id: string, move: Move, options: object): Promise<void> {
    const changed = await askData(settingsOf(context, options), "requests.move", { id, move });
    output.answer(changed, linesOf(changed));
  }

  withData(requests.command("step <id>").argument("<step>", Object.keys(PLAIN).join(", ")))
    .description("note a step: receipt confirmed, identity checked, work begun, or a note alone")
    .option("--note <text>", "for whoever handles it; without anything personal")
    .action(async (id: string, step: string, options: { note?: string }) => {
      const name = Object.hasOwn(PLAIN, step) ? PLAIN[step as keyof typeof PLAIN] : undefined;
      if (name === undefined) throw new UsageError(`A step is one of ${Object.keys(PLAIN).join(", ")}`);
      await move(id, { move: name, ...noteOf(options) }, options);
    });

  withData(requests.command("link <id>"))
    .description("say whose events are meant")
    .requiredOption("--subject <id>", "the subject, 32 hex digits; wayseal find finds it")
    .action((id: string, options: { subject: string }) =>
      move(id, { move: "link", subject: options.subject }, options),
    );

  withData(requests.command("assign <id>"))
    .description("say who handles it")
    .requiredOption("--to <email>", "the person's e-mail address")
    .action(async (id: string, options: { to: string }) => {
      const { people } = await askData(settingsOf(context, options), "users.list", {});
      const person = people.find(({ email }) => email === options.to.toLowerCase());
      if (person === undefined) throw new UsageError("There is no person with that e-mail");
      await move(id, { move: "assign", to: person.id }, options);
    });

  withData(requests.command("extend <id>"))
    .description("take the law's extension; the person must be told why before the first date")
    .requiredOption("--note <reason>", "why")
    .action((id: string, options: { note: string }) => move(id, { move: "extend", note: options.note }, options));

  withData(requests.command("close <id>"))
    .description("close it as done, or as refused; its contact is destroyed")
    .option("--refused <reason>", "why it is refused")
    .option("--note <text>", "for whoever looks later; without anything personal")
    .addHelpText("after", '\nExample:\n  wayseal requests close 3vV… --refused "identity could not be verified"')
    .action((id: string, options: { refused?: string; note?: string }) =>
      move(
        id,
        options.refused === undefined
          ? { move: "finish", ...noteOf(options) }
          : { move: "refuse", note: options.refused },
        options,
      ),
    );
}

const DAY = "A day is YYYY-MM-DD";

function noteOf({ note }: { readonly note?: string }): { note?: string } {
  return note === undefined ? {} : { note };
}

function linesOf(request: RequestAnswer): string[] {
  const { id, kind, site, due, overdue, source, state, subject, contact, confirmBy, confirmed, steps } = request;
  return [
    `Request ${id}: ${kind}, site ${site}, ${state}`,
    `Due ${due}${overdue ? ", OVERDUE" : ""} (${source}; not legal advice)`,
    ...(confirmBy === null || confirmed !== null ? [] : [`Receipt must be confirmed by ${confirmBy}`]),
    `Subject: ${subject ?? "not linked yet"}`,
    ...(contact === null ? [] : [`Contact: ${contact}`]),
    "",
    ...table(
      ["WHEN", "STEP", "BY", "NOTE"],
      steps.map(({ at, action, by, note, ref }) => [
        ...[
          minute(at),
          action,
          by.name ?? `${by.kind} ${by.id}`,
          [note, ref].filter((part) => part !== null).join(" "),
        ],
      ]),
    ),
  ];
}
