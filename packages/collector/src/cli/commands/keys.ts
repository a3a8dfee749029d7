import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { SEALED_LEVELS, type SealedLevel } from "@wayseal/protocol";
import { type Command, InvalidArgumentError } from "commander";
import { readShares, restoreRoot, separate, splitRoot } from "../../main.js";
import { askData } from "../ask-data.js";
import { type Context, settingsOf, withData } from "../context.js";
import { UsageError } from "../errors.js";
import { day, table } from "../output.js";
import { rootLines, WRITE_IT_DOWN } from "./init.js";

export function addKeys(program: Command, context: Context): void {
  const { output } = context;
  const keys = program.command("keys").description("root keys, their copies, and keys of sites");

  withData(keys.command("list"))
    .description("list public keys and what there is at rest; never a private half")
    .option("--site <id>", "of one site")
    .action(async (options: { site?: string }) => {
      const args = options.site === undefined ? {} : { site: options.site };
      const listed = await askData(settingsOf(context, options), "keys.list", args);
      output.answer(listed, [
        `Root key ${listed.root.id} (keyring: ${listed.root.keyring})`,
        ...listed.levels.map(({ level, root, state }) => `Root key ${root} of ${level}, by itself (${state})`),
        ...listed.sites.flatMap(({ site, recipients, signing, keks }) => [
          "",
          `Site ${site}`,
          ...(signing === null ? [] : [`Signing key ${signing.key} (key set version ${signing.version})`]),
          ...table(
            ["KEY", "KIND", "STATE", "CREATED"],
            [
              ...recipients.map(({ kid, state, created }) => [kid, "recipient", state, day(created)]),
              ...keks.map(({ id, level, month }) => [id, "at rest", level, month]),
            ],
          ),
        ]),
      ]);
    });

  withData(keys.command("separate <level>").argument("<level>", "internal, confidential or restricted", sealedLevel))
    .description("give a level a root key of its own, where WAYSEAL_KEYRING_<LEVEL> says")
    .addHelpText(
      "after",
      `
Stop the collector first. Afterwards a process without that root key takes everything in and cannot read the level:
see wayseal serve --max-level. What was cut off can be run again.

Example:
  WAYSEAL_KEYRING_RESTRICTED=file:/media/vault/restricted.key wayseal keys separate restricted`,
    )
    .action(async (level: SealedLevel, options: object) => {
      output.progress("Sealing keys anew");
      const done = await separate(settingsOf(context, options), level);
      output.answer({ level, ...done }, [
        `${level} has a root key of its own. ${done.keks} keys were sealed anew.`,
        ...rootLines({ of: ` of ${level}`, ...done }),
        ...(done.recoveryCopy === null ? [] : WRITE_IT_DOWN),
      ]);
    });

  addShares(keys, context);
}

function addShares(keys: Command, context: Context): void {
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

/** Clears a terminal's screen and what can be scrolled back to. */
const CLEAR = "\u001b[2J\u001b[3J\u001b[H";

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

function sealedLevel(text: string): SealedLevel {
  const level = SEALED_LEVELS.find((one) => one === text);
  if (level === undefined) throw new InvalidArgumentError(`A level is one of ${SEALED_LEVELS.join(", ")}.`);
  return level;
}

function count(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}
