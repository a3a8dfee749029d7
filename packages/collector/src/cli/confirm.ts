import type { Context } from "./context.js";
import { UsageError } from "./errors.js";

/**
 * Lets a person type a word before something that cannot be undone.
 *
 * @throws {UsageError} If the word was not typed; programs, which cannot be asked, must say `--yes`.
 */
export async function confirm({ output, typed }: Context, question: string, word: string): Promise<void> {
  if (output.json) throw new UsageError("With --json nobody is asked: add --yes");
  const answer = await typed.line(`${question} Type ${word} to go on: `).catch((error: unknown) => {
    throw error instanceof UsageError ? new UsageError(`${error.message}: add --yes`) : error;
  });
  if (answer.trim() !== word) throw new UsageError("Nothing was done: the word was not typed");
}
