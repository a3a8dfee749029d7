import type { Command } from "commander";
import { stateOf } from "../../data-directory/create-data-dir.js";
import { type Made, makeDataDir } from "../../main.js";
import { type Context, settingsOf, withData } from "../context.js";
import { AdminError } from "../../admin/errors.js";

export function addInit(program: Command, context: Context): void {
  withData(program.command("init"))
    .description("make a data directory, and a root key where there is none yet")
    .option("--if-missing", "do nothing, and succeed, where there is one already")
    .addHelpText(
      "after",
      `
The root key lies outside the data directory: WAYSEAL_ROOT_KEY_FILE, default ~/.config/wayseal/root.key.
Its recovery copy is printed once. Without the root key nobody can read the data, you included.

Examples:
  wayseal init
  wayseal init --data /var/lib/wayseal --if-missing`,
    )
    .action(async (options: { ifMissing?: boolean }) => {
      const settings = settingsOf(context, options);
      if ((await stateOf(settings.data)) === "wayseal") {
        if (options.ifMissing !== true) {
          throw new AdminError("exists", `${settings.data} is a Wayseal data directory already: nothing was changed`);
        }
        context.output.answer({ data: settings.data, made: false }, [`${settings.data} is there already`]);
        return;
      }
      const made = await makeDataDir(settings);
      context.output.answer({ ...made, made: true }, madeLines(made));
    });
}

/** What people read once, when a data directory was made. */
export function madeLines({ data, rootKey, recoveryCopy, levels }: Made): string[] {
  const roots = [{ of: "", rootKey, recoveryCopy }, ...levels.map((level) => ({ ...level, of: ` of ${level.level}` }))];
  return [
    `Made ${data}`,
    ...roots.flatMap(rootLines),
    ...(roots.some((root) => root.recoveryCopy !== null) ? WRITE_IT_DOWN : []),
  ];
}

interface RootShown {
  /** `` or ` of restricted`. */
  readonly of: string;
  readonly rootKey: string;
  readonly recoveryCopy: string | null;
}

/** What people are shown of a root key, once. */
export function rootLines({ of, rootKey, recoveryCopy }: RootShown): string[] {
  const place = `Root key${of}: ${rootKey}`;
  if (recoveryCopy === null) {
    return [
      place,
      "There is no recovery copy to show: it was there before and has the copies that you have, or never leaves its HSM, whose",
      "own backup is then the only other one.",
    ];
  }
  return [
    place,
    "",
    `Recovery copy of the root key${of}:`,
    "",
    ...recoveryCopy.split("\n").map((line) => `  ${line}`),
    "",
  ];
}

export const WRITE_IT_DOWN = [
  "Write it down now and keep it apart from this machine. It is not shown again, and without the root",
  "key nobody can read the data. `wayseal doctor --recovery-copy -` checks what you wrote.",
];
