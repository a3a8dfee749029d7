import type { Command } from "commander";
import { readSettings } from "../settings/read-settings.js";
import type { SettingName } from "../settings/schema.js";
import type { Settings } from "../settings/settings.js";
import type { Output, Streams } from "./output.js";
import type { Typed } from "./typed.js";

/** What commands get from around them. */
export interface Context {
  /** Variables that hold a secret are deleted from it once they were read. */
  readonly env: Record<string, string | undefined>;
  /** The same, where they are read again as long as the command runs (keep-variables.ts). */
  readonly kept: Record<string, string | undefined>;
  readonly cwd: string;
  /** What comes in on standard input. */
  readonly typed: Typed;
  readonly streams: Streams;
  readonly output: Output;
  /** Sets the exit code of a command that ends without an error, such as a check that found something. */
  readonly exit: (code: number) => void;
}

/** Adds the options that every command takes. */
export function withData(command: Command): Command {
  return command
    .option("--data <dir>", "the data directory (WAYSEAL_DATA, default ./data)")
    .option("--json", "print JSON, for programs");
}

/** @throws {SettingsError} */
export function settingsOf(
  { kept: env, cwd, typed }: Context,
  options: object,
  more: Partial<Record<SettingName, string>> = {},
): Settings {
  const { data } = options as { data?: string };
  return readSettings({
    env,
    cwd,
    ask: typed.secret,
    flags: { ...(data !== undefined && { WAYSEAL_DATA: data }), ...more },
  });
}
