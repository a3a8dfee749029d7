import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import { readShares, restoreRoot } from "../../../main.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { UsageError } from "../../errors.js";

export function addKeysCombine(keys: Command, context: Context): void {
  const { output } = context;
  withData(keys.command("combine"))
    .description("make a root key file again, from shares or from its recovery copy")
    .option("--from <file>", "read them from a file; - is standard input", "-")
    .option("--out <file>", "where to write it (default: the keyring's file)")
    .addHelpText(
      "after",
      `
A file that is there is never written over. Where the root key is kept elsewhere, such as by an orchestrator, name a
file with --out and hand that to it.

Example:
  wayseal keys combine                  then type the shares one after another`,
    )
    .action(async (options: { from: string; out?: string }) => {
      const settings = settingsOf(context, options);
      const { keyring } = settings;
      if (options.out === undefined && keyring.kind !== "file") {
        throw new UsageError("The root key is not kept in a file: name one with --out");
      }
      const path = options.out === undefined ? settings.rootKeyFile : resolve(context.cwd, options.out);
      const text =
        options.from === "-" ? await readTyped(context) : await readFile(resolve(context.cwd, options.from), "utf8");
      const id = await restoreRoot(
        text,
        keyring.kind === "file" && options.out === undefined ? keyring.path : path,
        settings,
      );
      output.answer({ id, path }, [`Root key ${id}: ${path}`, "wayseal doctor checks that it opens the data."]);
    });
}

/** At a terminal it asks until there are enough shares. */
async function readTyped({ typed }: Context): Promise<string> {
  if (!typed.terminal) return typed.rest();
  let text = "";
  let have = 0;
  for (;;) {
    const line = await typed.line(
      have === 0 ? "A share (or the recovery copy), then an empty line: " : `Share ${have + 1}: `,
    );
    text += `${line}\n`;
    if (line.trim() !== "") continue;
    try {
      const { numbers, threshold } = readShares(text);
      have = numbers.length;
      if (have >= threshold) return text;
    } catch {
      // A recovery copy, or a share with a mistake: reading it whole says which.
      return text;
    }
  }
}
