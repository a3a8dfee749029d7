import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The repository's root, with no slash at its end. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/** @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();

/** Ends what `run` has started and what has not ended yet. */
export function endChildren() {
  for (const child of children) child.kill("SIGTERM");
}

/**
 * Runs a command to its end, from the repository's root.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string | undefined>, quiet?: boolean }} [options] `quiet` holds its output back and
 *   shows it only where the command fails. `env` is added to this process's own.
 * @returns {Promise<{ code: number, output: string }>} `output` is empty unless quiet. Never rejects: a command that
 *   cannot be started has the code 127.
 */
export function run(command, args, { env = {}, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
      // npm and npx are scripts on Windows.
      shell: process.platform === "win32",
    });
    children.add(child);
    let output = "";
    child.stdout?.on("data", (chunk) => (output += chunk));
    child.stderr?.on("data", (chunk) => (output += chunk));
    child.once("error", (error) => resolve({ code: 127, output: error.message }));
    child.once("close", (code) => {
      children.delete(child);
      if (code !== 0 && quiet) process.stderr.write(output);
      resolve({ code: code ?? 1, output });
    });
  });
}
