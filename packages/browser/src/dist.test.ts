import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
import { describe, expect, test } from "vitest";
import { SIZE_PARTS } from "../../../scripts/size-parts.mjs";
import { SDK } from "./version.js";

const read = (path: string): Buffer => readFileSync(fileURLToPath(new URL(path, import.meta.url)));
const built = existsSync(fileURLToPath(new URL("../dist/wayseal.js", import.meta.url)));

test("the SDK says the package's version", () => {
  const { version } = JSON.parse(read("../package.json").toString()) as { version: string };
  expect(SDK).toBe(`wayseal-js/${version}`);
});

// Sizes can only be measured on what has been built; CI builds before it tests.
describe.skipIf(!built && process.env["CI"] === undefined)("the built files", () => {
  const text = (name: string): string => read(`../dist/${name}`).toString();

  // Bytes by brotli, quality 11. Chunks have ceilings of their own.
  test.each([
    ["wayseal.js", 13_312],
    ["rest.js", 8448],
    ["x25519.js", 12_288],
    ["words.json", 8192],
    // For those who look at a page by it, and loaded by nobody else.
    ["preview.js", 16_384],
  ])("%s stays within %i bytes", (name, limit) => {
    const { length } = brotliCompressSync(read(`../dist/${name}`));
    console.log(`${name}: ${length} bytes brotli`);
    expect(length).toBeLessThanOrEqual(limit);
  });

  test("docs/size.md says what they weigh, to a hundredth: else `npm run size` has not been run", () => {
    const page = read("../../../docs/size.md").toString();
    const plugins = readdirSync(new URL("../dist/tag", import.meta.url)).map((name) => `tag/${name}`);
    for (const name of ["wayseal.js", "rest.js", "index.js", "x25519.js", "words.json", ...plugins]) {
      const [, said = ""] = new RegExp(`^\\| \`${name}\` +\\| +([\\d,]+) `, "m").exec(page) ?? [];
      const { length } = brotliCompressSync(read(`../dist/${name}`));
      expect(Math.abs(Number(said.replaceAll(",", "")) / length - 1), `${name}: ${said}, ${length}`).toBeLessThan(0.01);
    }
  });

  test("docs/size.md says what a page loads in all, by its own table", () => {
    const page = read("../../../docs/size.md").toString();
    const said = (name: string) =>
      Number(new RegExp(`^\\| \`${name}\` +\\| +([\\d,]+) `, "m").exec(page)?.[1]?.replaceAll(",", ""));
    const both = said("wayseal.js") + said("rest.js");
    const told = [both, both + said("words.json")].map((bytes) => bytes.toLocaleString("en-US"));
    expect(page.replaceAll("\n", " ")).toContain(`by the table ${told[0]} bytes, and ${told[1]} with the words`);
  });

  test("every module of the script and its rest is in a part of docs/size.md", async () => {
    const modulesOf = async (name: string): Promise<string[]> => {
      const input = fileURLToPath(new URL(`../build/${name}.js`, import.meta.url));
      const bundled = await rollup({ input, plugins: [nodeResolve()] });
      const [{ modules }] = (await bundled.generate({ format: "es", inlineDynamicImports: true })).output;
      return Object.keys(modules).filter((id) => modules[id]?.renderedLength);
    };
    const said = [...(await modulesOf("script")), ...(await modulesOf("rest/rest"))];
    expect(said.filter((id) => !SIZE_PARTS.some(([, pattern]) => pattern.test(id.replaceAll("\\", "/"))))).toEqual([]);
    const unused = SIZE_PARTS.filter(([, pattern]) => !said.some((id) => pattern.test(id.replaceAll("\\", "/"))));
    expect(unused).toEqual([]);
  });

  test("evaluate no text", () => {
    for (const name of ["wayseal.js", "rest.js", "index.js", "x25519.js", "preview.js"]) {
      expect(text(name), name).not.toMatch(/\beval\b|\bnew Function\b|\.innerHTML|document\.write/);
    }
  });

  test("the script holds few of the words, and asks for the others by address", () => {
    expect(text("wayseal.js")).not.toContain("卡号");
    expect(text("wayseal.js")).toContain("words.json");
    expect(text("words.json")).toContain("卡号");
  });

  test("the script holds no X25519, and knows the hash of what knows the hash of its chunk", () => {
    const curve = /57896044618658097711785492504343953926634992332820282019728792003956564819949|0x7f{62}ed/;
    expect(text("x25519.js")).toMatch(/486662|121665|121666/);
    expect(text("wayseal.js")).not.toMatch(curve);
    expect(text("wayseal.js")).not.toMatch(/486662|121665|121666/);
    const { version } = JSON.parse(read("../package.json").toString()) as { version: string };
    for (const [holder, chunk] of [
      ["wayseal.js", "rest.js"],
      ["rest.js", "x25519.js"],
      ["rest.js", "preview.js"],
    ] as const) {
      const hash = createHash("sha384").update(text(chunk)).digest();
      expect(text(holder)).toContain(`wayseal-${version}-${hash.toString("hex", 0, 4)}.js`);
      expect(text(holder)).toContain(`sha384-${hash.toString("base64")}`);
    }
  });

  test("the script holds none of what only its rest may let out", () => {
    for (const word of ["aria-labelledby", "memorable", "data-wayseal-class", "continuePrimaryKey"]) {
      expect(text("rest.js"), word).toContain(word);
      expect(text("wayseal.js"), word).not.toContain(word);
    }
  });
});
