import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What changes or measures the process that a test runs in, or a module that others use too. An HSM's library is loaded
 * once in a process, with the tokens of whoever was first.
 */
const TOUCHES =
  /process\.(env(\.\w+|\[[^\]]+\])\s*=[^=]|umask|memoryUsage|cpuUsage|chdir|on\(|once\()|delete process\.env|global(This)?\.\w+\s*=[^=]|global\.gc|\.prototype\.\w+\s*=[^=]|performance\.now|vi\.(mock|doMock|hoisted|stub|resetModules|useFakeTimers)|needSoftHsm/;

/**
 * @param {string} text A test file's.
 * @returns {boolean} Whether it may run in a process that others have run in.
 */
export function mayShare(text) {
  return !TOUCHES.test(text);
}

/**
 * Finds the test files that may share their process with others, by what they say.
 *
 * @param {string} root
 * @param {string} folder Below `root`, with slashes.
 * @returns {string[]} Paths below `root`.
 */
export function findSharing(root, folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.test\.tsx?$/.test(name) && mayShare(readFileSync(join(root, folder, name), "utf8")))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`);
}
