import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import nodeResolve from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";

const HERE = dirname(fileURLToPath(import.meta.url));
const DIST = join(HERE, "dist");
/** In the order of the cascade. */
const STYLES = [
  "tokens",
  "base",
  "parts",
  "shell",
  "gate",
  "overview",
  "journeys",
  "journey",
  "loss",
  "requests",
  "reveals",
  "policy",
  "audit",
  "quarantine",
];

/** Names carry a hash of the content, so that they may be cached for ever. */
const HASHED = {
  entryFileNames: "[name]-[hash].js",
  chunkFileNames: "[name]-[hash].js",
  assetFileNames: "[name]-[hash][extname]",
};

const minify = () => terser({ module: true, compress: { passes: 2 }, format: { comments: false } });

/** Emits styles and icon, writes index.html with the names of what was built, and removes what an earlier build left. */
function page() {
  /** Hashed file names by what the page calls them. */
  const names = new Map();
  return {
    name: "page",
    /** @this {import("rollup").PluginContext} */
    buildStart() {
      if (names.size > 0) return;
      this.emitFile({ type: "asset", name: "console.css", source: styles() });
      this.emitFile({ type: "asset", name: "icon.svg", source: readFileSync(join(HERE, "static/icon.svg")) });
    },
    /** @param {unknown} _ @param {import("rollup").OutputBundle} bundle */
    writeBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        names.set(file.type === "chunk" ? `${file.name}.js` : file.names[0], file.fileName);
      }
      // One instance serves both builds: the second one completes the page.
      if (!names.has("console.js") || !names.has("theme.js")) return;
      const html = readFileSync(join(HERE, "static/index.html"), "utf8").replace(/%([\w.]+)%/g, (_, name) => {
        if (!names.has(name)) throw new Error(`index.html names ${name}, which was not built`);
        return names.get(name);
      });
      writeFileSync(join(DIST, "index.html"), html);
      const kept = new Set([...names.values(), "index.html"]);
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
    output: { dir: DIST, format: "es", ...HASHED },
    plugins: [nodeResolve({ browser: true }), minify(), shared],
  },
  {
    // Not a module: it must run before the first paint.
    input: { theme: join(HERE, "build/theme-first.js") },
    output: { dir: DIST, format: "iife", entryFileNames: "[name]-[hash].js" },
    plugins: [nodeResolve({ browser: true }), minify(), shared],
  },
];
