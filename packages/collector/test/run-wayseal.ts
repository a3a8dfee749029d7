import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { runCli } from "../src/cli/run-cli.js";

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The CLI in this process, in a folder of its own that each test finds empty. */
export interface Wayseal {
  readonly folder: string;
  readonly env: Record<string, string>;
  run(...args: string[]): Promise<Said>;
  /** With something on standard input. */
  typed(input: string, ...args: string[]): Promise<Said>;
  /** Where somebody watches: its standard error is a terminal. */
  watched(...args: string[]): Promise<Said>;
  /** Its answer as JSON, where it must succeed. */
  json<Answer>(...args: string[]): Promise<Answer>;
}

/** Call it where tests are declared: it makes the folder before each of them and removes it afterwards. */
export function eachWithWayseal(): () => Wayseal {
  let current: Wayseal | undefined;
  beforeEach(() => {
    const folder = mkdtempSync(join(tmpdir(), "wayseal-cli-"));
    current = wayseal(folder);
  });
  afterEach(() => {
    if (current !== undefined) rmSync(current.folder, { recursive: true, force: true });
  });
  return () => {
    if (current === undefined) throw new Error("Only inside a test");
    return current;
  };
}

function wayseal(folder: string): Wayseal {
  const env = { HOME: folder, WAYSEAL_DATA: join(folder, "data"), WAYSEAL_ROOT_KEY_FILE: join(folder, "root.key") };
  const said = async (input: string, isTTY: boolean, args: readonly string[]): Promise<Said> => {
    let [out, err] = ["", ""];
    const code = await runCli(args, {
      env,
      cwd: folder,
      stdin: (async function* () {
        yield input;
      })(),
      stdout: { write: (text) => (out += text) },
      stderr: { isTTY, write: (text) => (err += text) },
    });
    return { code, out, err };
  };
  const typed: Wayseal["typed"] = (input, ...args) => said(input, false, args);
  return {
    folder,
    env,
    typed,
    run: (...args) => typed("", ...args),
    watched: (...args) => said("", true, args),
    async json<Answer>(...args: string[]) {
      const { code, out, err } = await typed("", ...args, "--json");
      expect([code, err]).toEqual([0, ""]);
      return JSON.parse(out) as Answer;
    },
  };
}

/** Exactly one line, that begins with our name and shows no stack. */
export function expectOneLine({ code, out, err }: Said, message: RegExp, wanted = 1): void {
  expect(err).toMatch(message);
  expect(err).toMatch(/^wayseal: [^\n]+\n$/);
  expect(err).not.toMatch(/\bat .*\.(ts|js):\d+/);
  expect([code, out]).toEqual([wanted, ""]);
}
