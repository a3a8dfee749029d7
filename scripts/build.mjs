import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { hashFiles } from "./hash-files.mjs";
import { install, packages } from "./install.mjs";
import { ROOT, run } from "./run.mjs";
import { step } from "./step.mjs";

const STAMP = join(ROOT, "node_modules/.cache/wayseal-build");

/**
 * Compiles and bundles what has changed since the last build, by content. In order: `tsc -b` over all packages, then
 * each package's own `rollup.config.mjs`, where it has one.
 *
 * @throws {Error} If a step fails; its own messages have then been printed.
 */
export async function build() {
  const names = packages();
  const sources = [
    "package-lock.json",
    "tsconfig.base.json",
    "scripts/build.mjs",
    ...names.map((name) => `packages/${name}`),
  ];
  const wanted = hashFiles(ROOT, sources);
  const configs = names
    .map((name) => ({ name, config: join("packages", name, "rollup.config.mjs") }))
    .filter(({ config }) => existsSync(join(ROOT, config)));
  const made = [
    ...configs.map(({ name }) => `packages/${name}/dist`),
    "packages/protocol/dist/index.js",
    "packages/collector/dist/index.js",
  ];
  if (
    existsSync(STAMP) &&
    readFileSync(STAMP, "utf8") === wanted &&
    made.every((path) => existsSync(join(ROOT, path)))
  ) {
    return;
  }
  await step("Building", async () => {
    await must(
      "tsc -b",
      names.map((name) => `packages/${name}`),
      ["node_modules/typescript/bin/tsc", "-b"],
    );
    for (const { name, config } of configs) {
      await must(`rollup of ${name}`, [], ["node_modules/rollup/dist/bin/rollup", "--silent", "-c", config]);
    }
  });
  mkdirSync(join(ROOT, "node_modules/.cache"), { recursive: true });
  writeFileSync(STAMP, wanted);
}

/**
 * @param {string} what
 * @param {readonly string[]} more
 * @param {readonly string[]} args
 */
async function must(what, more, args) {
  const { code } = await run(process.execPath, [...args, ...more], { quiet: true });
  if (code !== 0) throw new Error(`The build stopped at ${what}: see above.`);
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  try {
    await install();
    await build();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
