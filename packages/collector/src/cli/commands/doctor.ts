import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import { type Check, diagnose } from "../diagnose.js";
import { type Context, settingsOf, withData } from "../context.js";
import { readKey } from "./backup/read-key.js";

export function addDoctor(program: Command, context: Context): void {
  const { output } = context;
  withData(program.command("doctor"))
    .description("look for what is wrong, and say what to do")
    .option("--recovery-copy <file>", "check that this opens a root key: - reads it from standard input")
    .option("--shares <file>", "check that these shares open a root key: - reads them from standard input")
    .option("--backup-key <file>", "check that this opens new backups: - reads it from standard input")
    .addHelpText(
      "after",
      `
Changes nothing but the note of when a copy was shown, which it asks for again after 180 days. Exits with 1 if a check
fails; a warning is no failure.

Examples:
  wayseal doctor
  wayseal doctor --recovery-copy -      then type what you wrote down, and end with Ctrl-D
  wayseal doctor --shares -             the same with the shares of as many custodians as it takes
  wayseal doctor --backup-key /media/stick/backup.key`,
    )
    .action(async (options: { recoveryCopy?: string; shares?: string; backupKey?: string }) => {
      const settings = settingsOf(context, options);
      const from = options.shares ?? options.recoveryCopy;
      const kind = options.shares === undefined ? "recovery copy" : "shares";
      const copy = from === undefined ? null : ({ kind, text: await readCopy(context, from) } as const);
      const backupKey = options.backupKey === undefined ? null : (await readKey(context, options.backupKey)).id;
      const checks: Check[] = [];
      output.progress("Checking");
      for await (const check of diagnose(settings, { copy, backupKey })) {
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
