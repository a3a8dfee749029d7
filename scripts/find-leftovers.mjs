import { readdirSync, readFileSync } from "node:fs";

/** Caches that tools keep on purpose, and locks that a browser removes a moment after it has ended. */
const CACHES =
  /^(playwright-transform-cache|node-compile-cache|\.org\.chromium|\.com\.google|org\.chromium|v8-compile)/;

/**
 * Looks for what a test run should have cleaned up after itself.
 *
 * @param {string} folder The run's own TMPDIR.
 * @param {string} mark An entry of the environment that every process of the run inherited, such as `NAME=value`.
 * @returns {{ files: string[], processes: { pid: number, command: string }[] }} Processes on Linux only: elsewhere
 *   another process's environment cannot be read. Never throws.
 */
export function findLeftovers(folder, mark) {
  const files = readdirSync(folder).filter((name) => !CACHES.test(name));
  /** @type {{ pid: number, command: string }[]} */
  const processes = [];
  if (process.platform !== "linux") return { files, processes };
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    if (Number(pid) === process.pid) continue;
    try {
      if (!readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(mark)) continue;
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim().slice(0, 160);
      // One that has ended and waits for its parent to notice has no command line.
      if (command !== "") processes.push({ pid: Number(pid), command });
    } catch {
      // It ended while we looked, or belongs to someone else: not ours either way.
    }
  }
  return { files, processes };
}
