// `npm run size`: builds, measures what each part of the script-tag file costs, and writes the table in docs/size.md.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { format, resolveConfig } from "prettier";
import { rollup } from "rollup";
import { build } from "./build.mjs";
import { install } from "./install.mjs";
import { ROOT } from "./run.mjs";
import { SIZE_PARTS } from "./size-parts.mjs";
import { step } from "./step.mjs";

const PAGE = join(ROOT, "docs/size.md");
const FILES = ["wayseal.js", "index.js", "x25519.js", "words.json"];
/** Brotli's default quality is the highest, 11. @param {string | Buffer} text */
const brotli = (text) => brotliCompressSync(text).length;
const number = (/** @type {number} */ value) => value.toLocaleString("en");

/**
 * Makes modules say nothing: what they export becomes a name from outside, so that whoever uses it stays as it is, and
 * what only they use goes as well.
 *
 * @param {RegExp} modules
 * @returns {import("rollup").Plugin}
 */
const without = (modules) => ({
  name: "without",
  transform(code, id) {
    if (!modules.test(id.replaceAll("\\", "/"))) return null;
    const names = this.parse(code).body.flatMap((node) => {
      if (node.type !== "ExportNamedDeclaration") return [];
      const { declaration, specifiers } = node;
      if (declaration?.type === "VariableDeclaration") return declaration.declarations.map(({ id }) => nameOf(id));
      return declaration ? [nameOf(declaration.id)] : specifiers.map(({ exported }) => nameOf(exported));
    });
    if (!names.length) return null;
    return { code: names.map((name) => `export const ${name} = outside;`).join("\n"), map: null };
  },
});

/** @param {unknown} node */
const nameOf = (node) => /** @type {{ name: string }} */ (node).name;

/** @param {RegExp} [left] Modules to leave out. @returns {Promise<string>} The script-tag file. */
async function bundle(left) {
  const [{ output, plugins, ...input }] = (await import(pathToFileURL(join(ROOT, "packages/browser/rollup.mjs")).href))
    .default;
  const bundled = await rollup({ ...input, plugins: left ? [...plugins, without(left)] : plugins, onwarn: () => {} });
  return (await bundled.generate(output)).output[0].code;
}

const { compiled } = await install();
await build();
await compiled;
process.chdir(ROOT);
const whole = brotli(await bundle());
/** @type {string[][]} */
const rows = [];
for (const [index, [part, modules]] of SIZE_PARTS.entries()) {
  const others = SIZE_PARTS.slice(0, index).map(([, pattern]) => pattern.source);
  const isLast = index === SIZE_PARTS.length - 1;
  // What an earlier pattern matches too is the earlier part's.
  const left = isLast ? others.join("|") : `^(?!.*(?:${others.join("|") || "(?!)"})).*(?:${modules.source})`;
  await step(`Measuring ${part}`, async () => {
    const size = brotli(await bundle(new RegExp(left)));
    rows.push([part, number(isLast ? size : whole - size)]);
  });
}
const files = FILES.map((name) => {
  const file = readFileSync(join(ROOT, "packages/browser/dist", name));
  return [`\`${name}\``, number(brotli(file)), number(gzipSync(file, { level: 9 }).length), number(file.length)];
});
const table = (/** @type {string[]} */ head, /** @type {string[][]} */ body) =>
  [head, head.map((_, i) => (i ? "--:" : "---")), ...body].map((row) => `| ${row.join(" | ")} |`).join("\n");
const page = readFileSync(PAGE, "utf8")
  .replace(/(<!-- files -->).*?(?=<!-- end -->)/s, `$1\n\n${table(["file", "brotli", "gzip", "plain"], files)}\n\n`)
  .replace(/(<!-- parts -->).*?(?=<!-- end -->)/s, `$1\n\n${table(["part", "brotli"], rows)}\n\n`);
writeFileSync(PAGE, await format(page, { ...(await resolveConfig(PAGE)), parser: "markdown" }));
console.log(`docs/size.md: wayseal.js is ${number(whole)} bytes`);
