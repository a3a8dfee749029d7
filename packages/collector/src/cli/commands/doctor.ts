import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import { type Check, diagnose } from "../diagnose.js";
import { type Context, settingsOf, withData } from "../context.js";

export function addDoctor(program: Command, context: Context): void {
  const { output } = context;
  withData(program.command("doctor"))
    .description("look for what is wrong, and say what to do")
    .option("--recovery-copy <file>", "check that this opens the root key: - reads it from standard input")
    .addHelpText(
      "after",
      `
Changes nothing. Exits with 1 if a check fails; a warning is no failure.

Examples:
  wayseal doctor
  wayseal doctor --recovery-copy -      then type what you wrote down, and end with Ctrl-D`,
    )
    .action(async (options: { recoveryCopy?: string }) => {
      const settings = settingsOf(context, options);
      const copy = options.recoveryCopy === undefined ? null : await readCopy(context, options.recoveryCopy);
      const checks: Check[] = [];
      output.progress("Checking");
      for await (const check of diagnose(settings, copy)) {
        checks.push(check);
        if (!output.json) {
          const { state, what, hint } = check;
          output.answer(null, [`${state.padEnd(4)}  ${what}`, ...(hint === undefined ? [] : [`      ${hint}`])]);
        }
      }
      if (output.json) output.answer({ checks }, []);
      if (checks.some(({ state }) => state === "fail")) context.exit(1);
    });
}

async function readCopy(context: Context, from: string): Promise<string> {
  if (from !== "-") {
    return readFile(resolve(context.cwd, from), "utf8");
  }
  return context.typed.rest();
}
