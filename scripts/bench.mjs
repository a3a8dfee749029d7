// `npm run bench`: builds, then runs the benchmarks that are named, or all.
import { build } from "./build.mjs";
import { install } from "./install.mjs";
import { needBrowser } from "./need-browser.mjs";
import { run } from "./run.mjs";

try {
  const { compiled } = await install();
  await build();
  await compiled;
  const { code } = await run(process.execPath, ["node_modules/typescript/bin/tsc", "-b", "bench"]);
  if (code !== 0) throw new Error("The build stopped at the benchmarks: see above.");
  const named = process.argv.slice(2);
  const inBrowser = named.length === 0 || named.includes("page") || named[0] === "forms";
  const env = inBrowser ? { CHROMIUM_PATH: await needBrowser() } : {};
  process.exitCode = (await run(process.execPath, ["bench/dist/main.js", ...named], { env })).code;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
