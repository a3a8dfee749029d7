import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashFiles } from "./hash-files.mjs";
import { ROOT, run } from "./run.mjs";
import { step } from "./step.mjs";

const STAMP = join(ROOT, "node_modules/.cache/wayseal-install");

/**
 * Installs exactly what the lock file names, where it is not installed yet. Uses nothing but Node's own modules, so
 * that it runs in a bare clone.
 *
 * @throws {Error} If npm fails; npm has then said why.
 */
export async function install() {
  const wanted = `${hashFiles(ROOT, ["package-lock.json"])} ${process.platform} ${process.arch} ${process.versions.modules}`;
  if (existsSync(STAMP) ? readFileSync(STAMP, "utf8") === wanted : isComplete()) {
    if (!existsSync(STAMP)) stamp(wanted);
    return;
  }
  const { code } = await step("Installing packages (takes minutes where SQLite must be compiled)", () =>
    // Development packages too, whatever NODE_ENV says: they build it.
    run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"]),
  );
  if (code !== 0) throw new Error("npm ci failed: see above. README.md lists what it needs.");
  stamp(wanted);
}

/**
 * @returns Whether someone ran `npm ci` or `npm install` by hand: npm then leaves its own copy of the lock file, which
 *   lists everything that the committed one does for this machine.
 */
function isComplete() {
  const installed = join(ROOT, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return false;
  const read = (/** @type {string} */ path) => JSON.parse(readFileSync(path, "utf8")).packages;
  const here = read(installed);
  return Object.entries(read(join(ROOT, "package-lock.json"))).every(
    ([path, entry]) =>
      !path.startsWith("node_modules/") || entry.optional || entry.link || here[path]?.version === entry.version,
  );
}

/** @param {string} wanted */
function stamp(wanted) {
  mkdirSync(join(ROOT, "node_modules/.cache"), { recursive: true });
  writeFileSync(STAMP, wanted);
}
