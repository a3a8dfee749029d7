import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { ROOT, run } from "./run.mjs";

const CLI = join(ROOT, "packages/collector/dist/cli/wayseal.js");

/** @typedef {{ name: string, address: string, email?: string }} Said One line of what `wayseal serve --json` prints. */

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
 * Starts `wayseal serve` and waits until it takes events and answers people.
 *
 * @param {{ args: readonly string[], env: Record<string, string>, log: string }} settings Its log goes to the file `log`.
 * @returns {Promise<{ said: Said[], ended: Promise<number>, stop: () => Promise<void>, kill: () => void }>} `said` is
 *   what it told people, which is never logged: the link for the first person is among it.
 * @throws {Error} If it ends before it is ready; its own message has then been printed.
 */
export async function startCollector({ args, env, log }) {
  const child = spawn(process.execPath, [CLI, "serve", "--json", ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // In a group of its own: Ctrl-C reaches us alone, and the collector is asked to stop once. Twice means at once.
    detached: true,
  });
  const file = createWriteStream(log, { flags: "a", mode: 0o600 });
  let said = "";
  let complaint = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (said += text));
  child.stderr.setEncoding("utf8").on("data", (text) => {
    complaint = (complaint + text).slice(-4000);
    file.write(text);
  });
  let over = false;
  const ended = new Promise((/** @type {(code: number) => void} */ resolve) => {
    const end = (/** @type {number} */ code) => {
      over = true;
      file.end();
      resolve(code);
    };
    child.once("error", () => end(127));
    child.once("close", (code) => end(code ?? 1));
  });

  while (!said.includes('"name":"console"')) {
    if (over) {
      process.stderr.write(lastOf(complaint));
      throw new Error(`The collector did not start: see above, or ${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  // Its lines are written together and may arrive apart.
  await new Promise((resolve) => setTimeout(resolve, 100));
  return {
    said: said
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line)),
    ended,
    stop: async () => {
      // It drains first; what it has acknowledged is on disk in any case.
      if (!over) child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 30_000);
      await ended;
      clearTimeout(timer);
    },
    kill: () => void child.kill("SIGKILL"),
  };
}

/** @param {string} text */
function lastOf(text) {
  return `${text.trim().split("\n").slice(-5).join("\n")}\n`;
}
