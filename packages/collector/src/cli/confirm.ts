import type { Context } from "./context.js";
import { UsageError } from "./errors.js";

/**
 * Lets a person type a word before something that cannot be undone.
 *
 * @throws {UsageError} If the word was not typed; programs, which cannot be asked, must say `--yes`.
 */
export async function confirm({ output, stdin, streams }: Context, question: string, word: string): Promise<void> {
  if (output.json) throw new UsageError("With --json nobody is asked: add --yes");
  streams.stderr.write(`${question} Type ${word} to go on: `);
  let typed = "";
  for await (const chunk of stdin) {
    typed += chunk.toString();
    if (typed.includes("\n")) break;
  }
  if (typed.split("\n")[0]?.trim() !== word) throw new UsageError("Nothing was done: the word was not typed");
}
