import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { hashFiles } from "./hash-files.mjs";
import { install } from "./install.mjs";
import { linkCommand } from "./link-command.mjs";
import { ROOT, run } from "./run.mjs";
import { step } from "./step.mjs";

const STAMP = join(ROOT, "node_modules/.cache/wayseal-build");
const PACKAGES = ["protocol", "browser", "collector", "console"];
const SOURCES = [
  "package-lock.json",
  "tsconfig.base.json",
  "scripts/build.mjs",
  "scripts/short-names.mjs",
  "rollup.config.mjs",
  ...PACKAGES.map((name) => `packages/${name}`),
];

/**
 * Compiles and bundles what has changed since the last build, by content: `tsc -b` over the packages, then rollup for
 * what browsers load.
 *
 * @throws {Error} If a step fails; its own messages have then been printed.
 */
export async function build() {
  const wanted = hashFiles(ROOT, SOURCES);
  const made = PACKAGES.every((name) => existsSync(join(ROOT, "packages", name, "dist")));
  if (made && existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted) return;
  await step("Building", async () => {
    const projects = PACKAGES.map((name) => `packages/${name}`);
    await must("tsc -b", ["node_modules/typescript/bin/tsc", "-b", ...projects]);
    await must("rollup", ["node_modules/rollup/dist/bin/rollup", "--silent", "-c"]);
  });
  linkCommand(ROOT, "wayseal", "packages/collector/dist/cli/wayseal.js");
  mkdirSync(join(ROOT, "node_modules/.cache"), { recursive: true });
  writeFileSync(STAMP, wanted);
}

/**
 * @param {string} what
 * @param {readonly string[]} args Arguments of Node.
 */
async function must(what, args) {
  const { code } = await run(process.execPath, args, { quiet: true });
  if (code !== 0) throw new Error(`The build stopped at ${what}: see above.`);
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  try {
    const { compiled } = await install();
    await build();
    await compiled;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
