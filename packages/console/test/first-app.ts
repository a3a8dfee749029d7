import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build, preview } from "vite";
import { readSnippets } from "../../browser/test/snippets/read-snippets.js";
import type { Stack } from "../../collector/test/stack.js";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const run = promisify(execFile);

/** What the README has a newcomer type, block by block. */
const [MAKE = "", BY_TAG = "", BY_PACKAGE = "", ...more] = readSnippets("README.md", ["Try it"])
  .filter(({ heading }) => heading.startsWith("A first event"))
  .map(({ code }) => code);

/** Lines that want no registry. */
const HERE = /^(export|npx|npm pack)\b/;

/** What Vite's own template has in these places. */
const INDEX = `<!doctype html>
<html lang="en">
  <head>
    <title>first</title>
  </head>
  <body>
    <div id="app"></div>
    <script type="module" src="/src/main.js"></script>
  </body>
</html>
`;
const MAIN = `document.querySelector("#app").textContent = "Hello";\n`;

/** A newcomer's app, beside a collector, as the README has it made. Each way is the only one in it. */
export interface FirstApp {
  readonly url: string;
  /** Has what the README's line for the tag prints in its head, as `change` makes it. */
  byTag(change?: (tag: string) => string): Promise<void>;
  /** Has what the README's lines for the package put at the end of its script, as `change` makes it. */
  byPackage(change?: (script: string) => string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Follows the README's "A first event of your own" word by word, but for what wants a registry: `npm create` and `npm install`,
 * in whose place a template is written, and the packed package unpacked. What `npm run dev` serves is built.
 *
 * @throws {Error} Where a line of it fails.
 */
export async function firstApp(stack: Stack): Promise<FirstApp> {
  const left = [MAKE, BY_TAG, BY_PACKAGE]
    .join("\n")
    .split("\n")
    .filter((line) => !HERE.test(line));
  if (more.length > 0 || left.some((line) => !/^\(?cd \S+ && npm /.test(line))) {
    throw new Error(`README.md tells what is not followed here: ${left.join("\n")}`);
  }
  const app = join(stack.folder, "site", "first");
  const installed = join(app, "node_modules/@wayseal/browser");
  for (const folder of ["src", "dist", installed]) mkdirSync(resolve(app, folder), { recursive: true });
  // What the package itself needs.
  symlinkSync(join(ROOT, "node_modules"), join(stack.folder, "site", "node_modules"));
  const own = { root: app, configFile: false, logLevel: "silent" } as const;
  const server = await preview({ ...own, preview: { host: "localhost", port: 0 } });
  const url = server.resolvedUrls?.local[0] as string;

  /** Runs those lines of blocks. @returns What they print. */
  const follow = async (...blocks: string[]): Promise<string> => {
    const lines = blocks.flatMap((block) => block.split("\n")).filter((line) => HERE.test(line));
    const filled = [
      ["$PWD/.wayseal/data", stack.data],
      ["$PWD/.wayseal/keys", join(stack.folder, "keys")],
      ["5173", new URL(url).port],
      ["../first", app],
    ].reduce((text, [said = "", put = ""]) => text.replaceAll(said, put), ["set -e", ...lines].join("\n"));
    return (await run("sh", ["-c", filled], { cwd: ROOT })).stdout;
  };
  const main = join(app, "src/main.js");
  writeFileSync(main, MAIN);
  // The package's block writes the end of this file, and the packed package.
  const settings = MAKE.split("\n").find((line) => line.startsWith("export")) ?? "";
  await follow(MAKE);
  const tag = (await follow(settings, BY_TAG)).trim();
  await follow(settings, BY_PACKAGE);
  const script = readFileSync(main, "utf8");
  const packed = join(app, /[\w.-]+\.tgz/.exec(BY_PACKAGE)?.[0] ?? "");
  await run("tar", ["-xzf", packed, "--strip-components=1", "-C", installed]);

  const serve = async (head: string, script: string): Promise<void> => {
    writeFileSync(join(app, "index.html"), INDEX.replace("</head>", `  ${head}\n  </head>`));
    writeFileSync(main, script);
    await build(own);
  };
  return {
    url,
    byTag: (change = (tag) => tag) => serve(change(tag), MAIN),
    byPackage: (change = (script) => script) => serve("", change(script)),
    close: () => server.close(),
  };
}
