import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { ROOT, run } from "./run.mjs";

const CLI = join(ROOT, "packages/collector/dist/cli/wayseal.js");

/**
 * Runs one command of the CLI to its end.
 *
 * @param {readonly string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<string>} What it printed.
 * @throws {Error} If it fails; its own message has then been printed.
 */
export async function wayseal(args, env) {
  const { code, output } = await run(process.execPath, [CLI, ...args], { quiet: true, env });
  if (code !== 0) throw new Error(`wayseal ${args[0]} failed: see above.`);
  return output;
}

/**
 * Starts `wayseal serve` and waits until it is ready for visitors and people.
 *
 * @param {{ port: number, host: string, data: string, env: Record<string, string>, log: string }} settings Its log
 *   lines go to the file `log`.
 * @returns {Promise<{ said: string, ended: Promise<number>, stop: () => Promise<void> }>} `said` is what it printed for
 *   people until then, which is never logged: the link for the first person is in it.
 * @throws {Error} If it ends before it is ready; its own message has then been printed.
 */
export async function startCollector({ port, host, data, env, log }) {
  const child = spawn(process.execPath, [CLI, "serve", "--data", data, "--port", String(port), "--host", host], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const file = createWriteStream(log, { flags: "a", mode: 0o600 });
  let said = "";
  let complaint = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (said += text));
  child.stderr.setEncoding("utf8").on("data", (text) => {
    complaint = (complaint + text).slice(-4000);
    file.write(text);
  });
  const ended = new Promise((/** @type {(code: number) => void} */ resolve) => {
    child.once("error", () => resolve(127));
    child.once("close", (code) => {
      file.end();
      resolve(code ?? 1);
    });
  });
  let over = false;
  void ended.then(() => (over = true));

  while (!(await isReady(`http://${host}:${port}/readyz`))) {
    if (over) {
      process.stderr.write(complaint || said);
      throw new Error("The collector did not start: see above.");
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return {
    said,
    ended,
    stop: async () => {
      // It drains first; what it has acknowledged is on disk in any case.
      if (!over) child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 20_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** @param {string} url */
async function isReady(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false; // Not listening yet.
  }
}
