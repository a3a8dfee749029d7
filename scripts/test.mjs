// `npm test`: installs, builds, finds a browser, checks, tests, and ends with the line `N passed, N failed`,
// and `, N skipped` where a browser could not be had.
// `--long` runs the long form of the reliability tests, which takes hours: they read WAYSEAL_LONG=1.
import { randomUUID } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.mjs";
import { countPlaywright, countVitest } from "./count-results.mjs";
import { endMarked } from "./end-marked.mjs";
import { findLeftovers } from "./find-leftovers.mjs";
import { install } from "./install.mjs";
import { needBrowser } from "./need-browser.mjs";
import { readFlags } from "./read-flags.mjs";
import { endChildren, ROOT, run } from "./run.mjs";
import { step } from "./step.mjs";

const { long } = readFlags(
  `
npm test: installs and builds what is missing, then runs type checks, lint, unit, integration and browser tests,
and ends with the line "N passed, N failed".

  --long   the long form of the reliability tests, which takes hours (npm run test:long)

One file: npx vitest run FILE, or npx playwright test FILE, after npm run build.
`,
  ["long"],
);
const reports = join(ROOT, "test-results");
const total = { passed: 0, failed: 0, skipped: 0 };
/** What failed, told once more at the end: a run's output is long. @type {string[]} */
const failures = [];
// The run's own temporary folder, so that what is left in it is ours. Short: a Unix socket's path may have 107 bytes.
const folder = mkdtempSync(join(tmpdir(), "ws-"));
// Tests that act as another user must be able to pass through it to theirs.
chmodSync(folder, 0o711);
const mark = randomUUID();
/** @type {Record<string, string>} */
const env = { TMPDIR: folder, WAYSEAL_TEST_RUN: mark, CI: "1", NODE_ENV: "test" };
if (long) env.WAYSEAL_LONG = "1";

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.once(signal, () => {
    endChildren();
    // Tests that are cut off do not end what they have started.
    endMarked(folder, `WAYSEAL_TEST_RUN=${mark}`);
    rmSync(folder, { recursive: true, force: true });
    process.exit(130);
  });
}

/** @typedef {{ passed: number, failed: number, skipped?: number, failures?: string[] }} Counts */

/**
 * @param {number} faults An exit code, or how many were found: none, and it has passed.
 * @returns {Counts}
 */
const asOne = (faults) => ({ passed: faults === 0 ? 1 : 0, failed: faults === 0 ? 0 : 1 });

/**
 * @param {string} name
 * @param {readonly string[]} args Arguments of Node.
 * @param {{ count?: (code: number) => Counts, quiet?: boolean }} [options] `count` counts what its report says: without
 *   it, it passes or fails as a whole. `quiet` shows the output only where it fails: such can run side by side.
 */
async function check(name, args, { count = asOne, quiet = false } = {}) {
  if (!quiet) console.log(`\n── ${name}`);
  const began = Date.now();
  const { code } = await run(process.execPath, args, { env, quiet });
  add(name, count(code), Math.round((Date.now() - began) / 1000));
}

/**
 * @param {string} name
 * @param {Counts} counts
 * @param {number} seconds
 */
function add(name, { passed, failed, skipped = 0, failures: named = [] }, seconds) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  if (failed > 0) failures.push(...(named.length > 0 ? named : [name]));
  console.log(`${name}: ${describe({ passed, failed, skipped })} (${seconds} s)`);
}

/** @param {{ passed: number, failed: number, skipped: number }} counts */
function describe({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

try {
  const { compiled } = await install();
  await build();
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  // These need nothing that is compiled, so they run beside it, and beside each other.
  await step("Checking types, lint and format", () =>
    Promise.all([
      check("types", ["node_modules/typescript/bin/tsc", "-b"], { quiet: true }),
      check("lint", ["node_modules/eslint/bin/eslint.js", ".", "--max-warnings=0"], { quiet: true }),
      check("format", ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."], { quiet: true }),
    ]),
  );
  await compiled;
  env.CHROMIUM_PATH = await needBrowser();
  for (const [engine, variable] of /** @type {const} */ ([
    ["firefox", "FIREFOX_PATH"],
    ["webkit", "WEBKIT_PATH"],
  ])) {
    try {
      env[variable] = await needBrowser(engine);
    } catch (error) {
      // Its tests say so once more, and count as skipped.
      console.log(`Skipping the tests in ${engine}: ${error instanceof Error ? error.message : error}`);
    }
  }
  if (long) await check("erasure at its whole size", ["scripts/bench.mjs", "erase"]);
  if (long) await check("what the SDK costs a page", ["scripts/bench.mjs", "page"]);
  const unit = join(reports, "unit.json");
  const browser = join(reports, "browser.json");

  await check(
    "unit tests",
    ["node_modules/vitest/vitest.mjs", "run", "--reporter=dot", "--reporter=json", `--outputFile.json=${unit}`],
    { count: (code) => countVitest(unit, code) },
  );
  env.PLAYWRIGHT_JSON_OUTPUT_FILE = browser;
  await check("browser tests", ["node_modules/@playwright/test/cli.js", "test", "--reporter=line,json"], {
    count: (code) => countPlaywright(browser, code),
  });

  const { files, processes } = findLeftovers(folder, `WAYSEAL_TEST_RUN=${mark}`);
  for (const file of files) console.log(`left behind: ${join(folder, file)}`);
  for (const { pid, command } of processes) {
    console.log(`left running: ${pid} ${command}`);
    process.kill(pid);
  }
  console.log("\n── leftovers");
  add("leftovers", asOne(files.length + processes.length), 0);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(message);
  total.failed += 1;
  failures.push(`the run itself › ${message}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (failures.length > 0) console.log(`\n── failed\n${failures.join("\n")}`);
console.log(`\n${describe(total)}`);
process.exitCode = total.failed === 0 ? 0 : 1;
