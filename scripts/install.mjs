import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashFiles } from "./hash-files.mjs";
import { ROOT, run } from "./run.mjs";
import { step } from "./step.mjs";

const QUIETLY = ["--no-audit", "--no-fund", "--no-progress", "--loglevel=error"];
const STAMP = join(ROOT, "node_modules/.cache/wayseal-install");

/**
 * Installs exactly what the lock file names, where it is not installed yet. Uses nothing but Node's own modules, so
 * that it runs in a bare clone.
 *
 * @returns {Promise<{ compiled: Promise<void> }>} All packages are there, and what they compile for this machine is
 *   there once `compiled` resolves: that takes a core for minutes, in which what needs no such package can go on.
 * @throws {Error} If npm fails, as `compiled` rejects; npm has then said why.
 */
export async function install() {
  const wanted = `${hashFiles(ROOT, ["package-lock.json"])} ${process.platform} ${process.arch} ${process.versions.modules}`;
  if (existsSync(STAMP) ? readFileSync(STAMP, "utf8") === wanted : isComplete()) {
    if (!existsSync(STAMP)) stamp(wanted);
    return { compiled: Promise.resolve() };
  }
  const { code } = await step("Installing packages", () =>
    // Development packages too, whatever NODE_ENV says: they build it.
    run("npm", ["ci", "--include=dev", "--ignore-scripts", ...QUIETLY]),
  );
  if (code !== 0) throw new Error("npm ci failed: see above. README.md lists what it needs.");
  // Whoever is stopped while it compiles begins anew the next time: npm's own copy of the lock file says that all is there.
  stamp("not compiled yet");
  const compiled = compile().then(() => stamp(wanted));
  // Whoever fails before they wait for it has a reason of their own.
  compiled.catch(() => undefined);
  return { compiled };
}

/** Runs the install scripts that package.json allows: each compiles a native module, unless it can fetch one. */
async function compile() {
  const { allowScripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const names = Object.keys(allowScripts).filter((name) => allowScripts[name]);
  const { code } = await step("Making native modules (minutes, where SQLite must be compiled)", () =>
    run("npm", ["rebuild", ...QUIETLY, ...names], { quiet: true }),
  );
  if (code !== 0) throw new Error("npm rebuild failed: see above. README.md lists what it needs.");
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
