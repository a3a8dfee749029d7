import type { Command } from "commander";
import { askingData } from "../asking-data.js";
import { type Context, settingsOf, withData } from "../context.js";
import { counted } from "../output.js";

/** Between two lines of progress, milliseconds. */
const EVERY = 1000;

export function addIndex(program: Command, context: Context): void {
  const { output } = context;
  withData(program.command("index"))
    .description("index values that came in by a process that may not index them, so that they find their subjects")
    .addHelpText(
      "after",
      `
A process that is started with --write-only, or with a --max-level below confidential, seals such values for whoever may. A
collector that holds confidential indexes them by itself within a minute, and before each lookup. This is for a data directory
that no such collector serves: stop the one that only writes, and run it with the root key of confidential.

Example:
  wayseal index`,
    )
    .action(async (options: object) => {
      await askingData(settingsOf(context, options), async (ask) => {
        const sum = { indexed: 0, unreadable: 0, notHeld: 0 };
        let total: number | null = null;
        let told = 0;
        for (let after: number | null = 0; after !== null;) {
          const step: { indexed: number; unreadable: number; notHeld: number; next: number | null; waits: number } =
            await ask("lookups.index", { after });
          total ??= step.waits;
          sum.indexed += step.indexed;
          sum.unreadable += step.unreadable;
          sum.notHeld += step.notHeld;
          after = step.next;
          if (after !== null && Date.now() - told >= EVERY) {
            output.progress(`${sum.indexed + sum.unreadable + sum.notHeld} of ${total} values looked at`);
            told = Date.now();
          }
        }
        output.answer(sum, [
          sum.indexed + sum.unreadable + sum.notHeld === 0
            ? "Nothing waits to be indexed."
            : `${counted(sum.indexed, "value")} indexed.`,
          ...(sum.notHeld === 0
            ? []
            : [`${counted(sum.notHeld, "value")} wait on: they are of a level whose key is not here.`]),
          ...(sum.unreadable === 0
            ? []
            : [`${counted(sum.unreadable, "value")} do not open and stay: altered, or sealed to a key that is gone.`]),
        ]);
      });
    });
}
