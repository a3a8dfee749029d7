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
const FILES = [
  ...["wayseal.js", "rest.js", "index.js", "x25519.js", "words.json"],
  ...["errors", "gpp", "ingest-token", "link-domains", "tcf", "web-vitals"].map((plugin) => `tag/${plugin}.js`),
];
/** The files that are taken apart. */
const TAKEN = ["wayseal.js", "rest.js"];
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

/** @param {string} file @param {RegExp} [left] Modules to leave out. */
async function bundle(file, left) {
  const all = (await import(pathToFileURL(join(ROOT, "packages/browser/rollup.mjs")).href)).default;
  const { output, plugins, ...input } = all.find(({ output: { file: name = "" } }) => name.endsWith(`/${file}`));
  const bundled = await rollup({ ...input, plugins: left ? [...plugins, without(left)] : plugins, onwarn: () => {} });
  return (await bundled.generate(output)).output[0];
}

const { compiled } = await install();
await build();
await compiled;
process.chdir(ROOT);
/** @type {string[][]} */
const rows = SIZE_PARTS.map(([part]) => [part]);
for (const file of TAKEN) {
  const { code, modules } = await bundle(file);
  for (const [index, [part, pattern]] of SIZE_PARTS.entries()) {
    const others = SIZE_PARTS.slice(0, index).map(([, { source }]) => source);
    const isLast = index === SIZE_PARTS.length - 1;
    // What an earlier pattern matches too is the earlier part's.
    const own = new RegExp(`^(?!.*(?:${others.join("|") || "(?!)"})).*(?:${pattern.source})`);
    const isIn = Object.keys(modules).some((id) => own.test(id.replaceAll("\\", "/")));
    if (isIn) {
      await step(`Measuring ${file}: ${part}`, async () => {
        const size = brotli((await bundle(file, isLast ? new RegExp(others.join("|")) : own)).code);
        rows[index]?.push(number(isLast ? size : brotli(code) - size));
      });
    } else rows[index]?.push("");
  }
}
const files = FILES.map((name) => {
  const file = readFileSync(join(ROOT, "packages/browser/dist", name));
  return [`\`${name}\``, number(brotli(file)), number(gzipSync(file, { level: 9 }).length), number(file.length)];
});
const table = (/** @type {string[]} */ head, /** @type {string[][]} */ body) =>
  [head, head.map((_, i) => (i ? "--:" : "---")), ...body].map((row) => `| ${row.join(" | ")} |`).join("\n");
const page = readFileSync(PAGE, "utf8")
  .replace(/(<!-- files -->).*?(?=<!-- end -->)/s, `$1\n\n${table(["file", "brotli", "gzip", "plain"], files)}\n\n`)
  .replace(
    /(<!-- parts -->).*?(?=<!-- end -->)/s,
    `$1\n\n${table(["part", ...TAKEN.map((file) => `\`${file}\``)], rows)}\n\n`,
  );
writeFileSync(PAGE, await format(page, { ...(await resolveConfig(PAGE)), parser: "markdown" }));
console.log(`docs/size.md: wayseal.js is ${files[0]?.[1]} bytes`);
