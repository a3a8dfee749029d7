import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import nodeResolve from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";

const HERE = dirname(fileURLToPath(import.meta.url));
const DIST = join(HERE, "dist");
/** In the order of the cascade. */
const STYLES = ["tokens", "base", "parts", "shell", "gate", "overview", "journeys", "journey", "loss"];

const minify = () => terser({ module: true, compress: { passes: 2 }, format: { comments: false } });
const hashOf = (/** @type {string} */ content) => createHash("sha256").update(content).digest("hex").slice(0, 10);

/** Writes index.html with the names of what was built, and removes what an earlier build left. */
function page() {
  const names = new Map();
  return {
    name: "page",
    /** @param {unknown} _ @param {Record<string, { fileName: string, name?: string, type: string }>} bundle */
    writeBundle(_, bundle) {
      for (const { type, name, fileName } of Object.values(bundle)) if (type === "chunk") names.set(name, fileName);
      // One instance serves both builds: the second one completes the page.
      if (!names.has("console") || !names.has("theme")) return;
      mkdirSync(DIST, { recursive: true });
      const emit = (/** @type {string} */ stem, /** @type {string} */ ending, /** @type {string} */ content) => {
        const name = `${stem}-${hashOf(content)}.${ending}`;
        writeFileSync(join(DIST, name), content);
        return name;
      };
      const files = {
        script: names.get("console"),
        theme: names.get("theme"),
        style: emit("console", "css", styles()),
        icon: emit("icon", "svg", readFileSync(join(HERE, "static/icon.svg"), "utf8")),
      };
      const html = readFileSync(join(HERE, "static/index.html"), "utf8").replace(
        /%(script|theme|style|icon)%/g,
        (_, key) => files[/** @type {keyof typeof files} */ (key)],
      );
      writeFileSync(join(DIST, "index.html"), html);
      const kept = new Set([...names.values(), ...Object.values(files), "index.html"]);
      for (const name of readdirSync(DIST)) if (!kept.has(name)) rmSync(join(DIST, name), { recursive: true });
    },
  };
}

/** @returns {string} The library's styles and ours, without comments and indents. */
function styles() {
  const uplot = createRequire(import.meta.url).resolve("uplot/dist/uPlot.min.css");
  return [uplot, ...STYLES.map((name) => join(HERE, "src/styles", `${name}.css`))]
    .map((path) => readFileSync(path, "utf8"))
    .join("\n")
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/\n\s*/g, "\n")
    .trim();
}

const shared = page();

export default [
  {
    input: { console: join(HERE, "build/main.js") },
    output: { dir: DIST, format: "es", entryFileNames: "[name]-[hash].js", chunkFileNames: "[name]-[hash].js" },
    plugins: [nodeResolve({ browser: true }), minify(), shared],
  },
  {
    // Not a module: it must run before the first paint.
    input: { theme: join(HERE, "build/theme-first.js") },
    output: { dir: DIST, format: "iife", entryFileNames: "[name]-[hash].js" },
    plugins: [nodeResolve({ browser: true }), minify(), shared],
  },
];
