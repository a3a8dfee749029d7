import { Command, CommanderError } from "commander";
import { VERSION } from "../settings/version.js";
import type { Context } from "./context.js";
import { tell } from "./errors.js";
import { freeIds } from "./free-ids.js";
import { keepVariables } from "./keep-variables.js";
import { loadCommands } from "./load-commands.js";
import { createOutput, type Streams } from "./output.js";
import { createTyped } from "./typed.js";

export interface CliOptions extends Partial<Streams> {
  readonly env?: Record<string, string | undefined>;
  readonly cwd?: string;
  readonly stdin?: AsyncIterable<Buffer | string>;
}

/**
 * Runs one command of `wayseal`.
 *
 * @returns Its exit code: 0 done; 1 it could not be done, one line says why; 2 it was called wrongly; 70 a fault of ours.
 */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<number> {
  const { env = process.env, cwd = process.cwd(), stdin = process.stdin } = options;
  const streams: Streams = { stdout: options.stdout ?? process.stdout, stderr: options.stderr ?? process.stderr };
  // Known before parsing, since parsing itself may fail.
  const json = args.includes("--json");
  let code = 0;
  const context: Context = {
    env,
    kept: keepVariables(env),
    cwd,
    typed: createTyped(stdin, streams.stderr),
    streams,
    output: createOutput(streams, json),
    exit: (wanted) => {
      code = wanted;
    },
  };
  try {
    const program = await createProgram(context, args, streams, json);
    await program.parseAsync(freeIds(program, args), { from: "user" });
    return code;
  } catch (error) {
    // Commander has printed help, the version or its own line already; 0 means that this was what was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { message, exit, code: fault } = tell(error);
    streams.stderr.write(json ? `${JSON.stringify({ error: { code: fault, message } })}\n` : `wayseal: ${message}\n`);
    return exit;
  }
}

async function createProgram(
  context: Context,
  args: readonly string[],
  { stdout, stderr }: Streams,
  json: boolean,
): Promise<Command> {
  const program = new Command("wayseal")
    .description("The Wayseal collector: takes sealed customer journeys and shows them to cleared people.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      outputError: (text, write) => {
        const message =
          text
            .replace(/^error: /, "")
            .trim()
            .split("\n")[0] ?? "";
        write(json ? `${JSON.stringify({ error: { code: "usage", message } })}\n` : `wayseal: ${message}\n`);
      },
    })
    .showSuggestionAfterError(false)
    .addHelpText(
      "after",
      `
Every command takes --data DIR (default ./data, or WAYSEAL_DATA) and --json.
While a collector runs on a data directory, commands are carried out by it.

Examples:
  wayseal serve                                        start; makes ./data the first time
  wayseal sites add shop --origin https://shop.example
  wayseal users add --email ana@shop.example --role viewer --sites shop
  wayseal doctor                                       look for what is wrong`,
    );
  for (const add of await loadCommands(args)) await add(program, context, args);
  return program;
}
