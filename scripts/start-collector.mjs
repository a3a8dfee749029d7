import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
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
 * Starts `wayseal serve`.
 *
 * @param {{ args: readonly string[], env: Record<string, string>, log: string }} settings Its log goes to the file `log`.
 * @returns {{ ready: Promise<Said[]>, ended: Promise<number>, stop: () => Promise<void>, kill: () => void }} `ready`
 *   is settled when it takes events and answers people, by what it told people: never logged, since the link for the
 *   first person is among it. It rejects if the collector ends before that; its own message has then been printed.
 */
export function startCollector({ args, env, log }) {
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

  const ready = async () => {
    while (!said.includes('"name":"console"')) {
      if (over) {
        process.stderr.write(lastOf(complaint));
        throw new Error(`The collector did not start: see above, or ${log}`);
      }
      await sleep(100);
    }
    // Its lines are written together and may arrive apart.
    await sleep(100);
    const lines = said.split("\n").filter((line) => line !== "");
    return lines.map((line) => /** @type {Said} */ (JSON.parse(line)));
  };

  return {
    ready: ready(),
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
