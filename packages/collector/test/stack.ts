import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../dist/cli/wayseal.js", import.meta.url));
const READY_WITHIN = 60_000;

/** A real collector of this test's own: its data, keys, temporary files and log lie in one folder, on a free port. */
export interface Stack {
  /** Everything that its processes write lies below it. */
  readonly folder: string;
  readonly data: string;
  /** The collector's address. It stays the same over restarts. */
  readonly url: string;
  /** Everything that its processes have printed so far. */
  readonly log: () => string;
  /** Runs one command of the CLI and returns its JSON. */
  readonly cli: <Answer>(...args: string[]) => Promise<Answer>;
  /** A bearer token of that clearance, over all sites. */
  readonly token: (clearance: string) => Promise<string>;
  /** @param flags More of `wayseal serve`, such as `--write-only`. */
  readonly start: (...flags: string[]) => Promise<void>;
  /** The id of the collector's process, while it runs. */
  readonly pid: () => number;
  /** Ends the collector and waits until it is gone; SIGTERM lets it drain. */
  readonly stop: (signal?: "SIGTERM" | "SIGKILL") => Promise<void>;
  /** Ends the collector and removes the folder. */
  readonly close: () => Promise<void>;
}

/**
 * @param env Added to the environment of every process of the stack.
 * @param typed What each of them finds on its standard input.
 */
export async function createStack(env: Readonly<Record<string, string>> = {}, typed = ""): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), "ws-"));
  const data = join(folder, "data");
  const tmp = join(folder, "tmp");
  const logFile = join(folder, "collector.log");
  mkdirSync(tmp);
  const log = createWriteStream(logFile, { flags: "a" });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    ...process.env,
    TMPDIR: tmp,
    WAYSEAL_DATA: data,
    WAYSEAL_ROOT_KEY_FILE: join(folder, "keys", "root.key"),
    BASE_URL: url,
    ...env,
  };
  let child: ChildProcess | null = null;

  const cli = async <Answer>(...args: string[]): Promise<Answer> => {
    const process_ = spawn(process.execPath, [CLI, ...args, "--json"], { env: environment });
    type(process_, typed);
    let out = "";
    let complaint = "";
    process_.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    process_.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
    const code = await new Promise<number | null>((resolve) => process_.once("close", resolve));
    if (code !== 0) throw new Error(`wayseal ${args.join(" ")} ended with ${code}: ${complaint || out}`);
    return JSON.parse(out) as Answer;
  };

  const start = async (...flags: string[]): Promise<void> => {
    const running = spawn(process.execPath, [CLI, "serve", "--port", String(port), "--host", "127.0.0.1", ...flags], {
      env: environment,
      stdio: ["pipe", "pipe", "pipe"],
    });
    type(running, typed);
    running.stdout.pipe(log, { end: false });
    running.stderr.pipe(log, { end: false });
    const closed = new Promise((resolve) => running.once("close", resolve));
    child = running;
    const until = Date.now() + READY_WITHIN;
    for (;;) {
      if (running.exitCode !== null) {
        await closed;
        await new Promise((resolve) => log.write("", resolve));
        throw new Error(`The collector ended with ${running.exitCode}: ${readFileSync(logFile, "utf8")}`);
      }
      const ready = await fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (ready) return;
      if (Date.now() > until) throw new Error(`The collector was not ready in time: ${readFileSync(logFile, "utf8")}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  const stop = async (signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> => {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once("close", resolve));
    running.kill(signal);
    await ended;
  };

  return {
    folder,
    data,
    url,
    log: () => readFileSync(logFile, "utf8"),
    cli,
    token: async (clearance) => {
      const { token } = await cli<{ token: string }>("tokens", "create", `test ${clearance}`, "--clearance", clearance);
      return token;
    },
    start,
    pid: () => child!.pid!,
    stop,
    close: async () => {
      await stop();
      await new Promise<void>((resolve) => log.end(resolve));
      // After a kill the engine writes on for a moment.
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

/** It may end without having read anything. */
function type({ stdin }: ChildProcess, text: string): void {
  stdin?.on("error", () => undefined).end(text);
}

async function freePort(): Promise<number> {
  const { createServer } = await import("node:net");
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No free port");
  return address.port;
}
