import type { SealedLevel } from "@wayseal/protocol";
import { type Command, InvalidArgumentError } from "commander";
import { splitRoot } from "../../../main.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { sealedLevel } from "./sealed-level.js";

export function addKeysSplit(keys: Command, context: Context): void {
  const { output, typed } = context;
  withData(keys.command("split"))
    .description("print a root key in shares, for several custodians")
    .requiredOption("--shares <number>", "how many shares to make", count)
    .requiredOption("--threshold <number>", "how many of them open it again", count)
    .option("--level <level>", "the root key of a level that has its own", sealedLevel)
    .addHelpText(
      "after",
      `
Fewer shares than the threshold tell nothing. Splitting again makes other shares; the old ones still open the key.
At a terminal each share is shown alone, until Enter is pressed. Prove them: wayseal doctor --shares -

Example:
  wayseal keys split --shares 5 --threshold 3`,
    )
    .action(async (options: { shares: number; threshold: number; level?: SealedLevel }) => {
      const { shares, threshold, level } = options;
      const split = await splitRoot(settingsOf(context, options), level ?? "base", { shares, threshold });
      if (output.json) return output.answer(split, []);
      for (const { number, text } of split.shares) {
        const head = `Share ${number} of ${shares} of the root key ${split.id}; any ${threshold} open it:`;
        output.answer(null, [head, "", ...text.split("\n").map((line) => `  ${line}`), ""]);
        if (!typed.terminal) continue;
        await typed.line(
          number < shares
            ? "Write it down. Enter clears the screen for the next custodian: "
            : "Enter clears the screen: ",
        );
        context.streams.stdout.write(CLEAR);
      }
    });
}

/** Clears a terminal's screen and what can be scrolled back to. */
const CLEAR = "\u001b[2J\u001b[3J\u001b[H";

function count(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}
