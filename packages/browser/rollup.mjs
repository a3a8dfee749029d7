import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import resolve from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";
import dts from "rollup-plugin-dts";
import { SHORT_NAMES } from "../../scripts/short-names.mjs";

const build = "packages/browser/build";
const dist = "packages/browser/dist";
const options = {
  ecma: 2020,
  compress: {
    passes: 2,
    pure_getters: true,
    pure_new: true,
    unsafe: true,
    // Keeps "use client".
    directives: false,
    unsafe_arrows: true,
    keep_fargs: false,
    pure_funcs: [
      // noble's checks of its arguments' types: here they are its own or of a fixed length. Tests run it with its checks.
      ...["abytes", "anumber", "abool", "aexists", "aoutput", "aobject"],
      // idb's shortcuts on the database and its async iterators: the outbox uses transactions and cursors.
      "replaceTraps",
    ],
  },
  format: { comments: /^!/ },
};
const small = terser(options);
const smallest = terser({
  ...options,
  // Only where no BigInt is reckoned with.
  compress: { ...options.compress, unsafe_math: true, hoist_funs: true },
  mangle: { properties: { regex: new RegExp(`^(?:${SHORT_NAMES.join("|")})$`), keep_quoted: "strict" } },
});

/** Names of the modules in a folder of the sources, by convention: whoever adds one changes nothing here. */
const namesIn = (folder) =>
  existsSync(`packages/browser/src/${folder}`)
    ? readdirSync(`packages/browser/src/${folder}`)
        .filter((file) => /(?<!\.(test|contract))\.tsx?$/.test(file))
        .map((file) => basename(file).replace(/\.tsx?$/, ""))
        .sort()
    : [];
const plugins = namesIn("plugins");
const bindings = namesIn("bindings");
const entries = (ending) => ({
  index: `${build}/index${ending}`,
  ...Object.fromEntries(plugins.map((name) => [`plugins/${name}`, `${build}/plugins/${name}${ending}`])),
  ...Object.fromEntries(bindings.map((name) => [name, `${build}/bindings/${name}${ending}`])),
});

/** What a page brings itself: the frameworks that bindings bind. */
const { peerDependencies = {} } = JSON.parse(readFileSync("packages/browser/package.json", "utf8"));
const external = (id) => Object.keys(peerDependencies).some((name) => id === name || id.startsWith(`${name}/`));

/** React's server components may not run hooks: a module that has some says that it is for the client. */
const useClient = ({ imports, fileName }) =>
  imports.includes("react") || fileName === "next.js" ? '"use client";' : "";

/** `web-vitals.ts` exports `webVitals(options)`, which makes the plugin. */
const verbOf = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** A script of its own for a plugin: it hands what the plugin's verb makes to the tag, which may come later. Of wrong options the page hears nothing. */
const tagEntry = (name) => ({
  name: "tag-entry",
  resolveId: (id) => (id === "tag-entry" ? id : null),
  load: (id) =>
    id === "tag-entry"
      ? `import { ${verbOf(name)} as make } from ${JSON.stringify(`${process.cwd()}/${build}/plugins/${name}.js`)};
         const stub = (window.wayseal ??= function () { (stub.q ??= []).push(arguments); });
         const data = { ...document.currentScript?.dataset };
         try { stub("use", make(data)); } catch (fault) { if ("debug" in data) console.debug("wayseal:", fault); }`
      : null,
});

/** The npm package loads the preview as the script does: a file of its own, which shares nothing with the rest. */
const previewBeside = {
  name: "preview-beside",
  resolveId: (id) => (id.endsWith("/preview/show-preview.js") ? { id: "./preview.js", external: true } : null),
};

/** The words beside the script are data: a pinned script may take them from whoever serves it. */
const words = {
  name: "words",
  async generateBundle() {
    const { WORDS } = await import(`${process.cwd()}/${build}/redact/words.js`);
    this.emitFile({ type: "asset", fileName: "words.json", source: JSON.stringify(WORDS) });
  },
};

/** noble's MAC as it is, without the checks of what it is given. */
const unchecked = {
  name: "unchecked",
  resolveId: (id, from) =>
    id === "./utils.js" && from?.replaceAll("\\", "/").endsWith("@noble/ciphers/_poly1305.js")
      ? join(process.cwd(), build, "seal/unchecked.js")
      : null,
};

/** `let` is as good as `const` to whoever only runs it, and saves a hundred and fifty bytes. */
const lets = {
  name: "lets",
  renderChunk(code) {
    const kinds = [];
    const walk = (node) => {
      if (node?.type === "VariableDeclaration" && node.kind === "const") kinds.push(node.start);
      for (const part of Object.values(node ?? {})) if (part && typeof part === "object") walk(part);
    };
    walk(this.parse(code));
    for (const at of kinds.sort((a, b) => b - a)) code = `${code.slice(0, at)}let  ${code.slice(at + 5)}`;
    return { code, map: null };
  },
};

/** What `rest.js` exports stands in the script-tag file by name alone: see src/rest/stand-ins.ts. */
const REST =
  /\/(capture\/(click|control|engagement|frames|marks|secrets|watch-address|watch-tree)|outbox\/(reconcile|rows|take-turn)|take-plugged|redact\/(amend|class-of-words|field|json|refuse|typed))\.js$/;
const standIns = {
  name: "stand-ins",
  async resolveId(id, from) {
    const found = from && (await this.resolve(id, from, { skipSelf: true }))?.id.replaceAll("\\", "/");
    return found && REST.test(found) ? join(process.cwd(), build, "rest/stand-ins.js") : null;
  },
};

/** A chunk's name beside the script says its bytes, so that no address ever holds others. */
const { version } = JSON.parse(readFileSync("packages/browser/package.json", "utf8"));
const chunkFile = (name) => {
  const hash = createHash("sha384")
    .update(readFileSync(`${dist}/${name}.js`))
    .digest();
  return [`wayseal-${version}-${hash.toString("hex", 0, 4)}.js`, `sha384-${hash.toString("base64")}`];
};
const chunkFiles = (...names) => ({
  name: "chunk-files",
  transform: (_, id) =>
    /[\\/]chunk-files\.js$/.test(id)
      ? `export const CHUNK_FILES = ${JSON.stringify(Object.fromEntries(names.map((name) => [name, chunkFile(name)])))};`
      : null,
});

/** noble's licence asks for it wherever its code is. */
const notice = ({ moduleIds }) =>
  moduleIds.some((id) => id.includes("@noble")) ? "/*! noble-ciphers, MIT License (c) 2023 Paul Miller */\n" : "";

/** Bundles what `tsc -b packages/browser` has emitted. */
export default [
  {
    input: { ...entries(".js"), x25519: `${build}/seal/x25519.js` },
    external,
    plugins: [previewBeside, unchecked, resolve(), words],
    output: {
      dir: dist,
      format: "es",
      chunkFileNames: "[name].js",
      banner: (chunk) => useClient(chunk) + notice(chunk),
      plugins: [small],
    },
  },
  {
    input: `${build}/preview/show-preview.js`,
    plugins: [resolve()],
    output: { file: `${dist}/preview.js`, format: "es", plugins: [small] },
  },
  {
    input: `${build}/rest/rest.js`,
    plugins: [chunkFiles("x25519", "preview"), resolve()],
    output: { file: `${dist}/rest.js`, format: "es", plugins: [lets, small] },
  },
  // After the chunks, whose hashes it holds. They are loaded from an address at run time, so the script stays one file.
  {
    input: `${build}/script.js`,
    plugins: [chunkFiles("rest"), standIns, unchecked, resolve()],
    output: { file: `${dist}/wayseal.js`, format: "iife", banner: notice, plugins: [lets, smallest] },
  },
  ...plugins.map((name) => ({
    input: "tag-entry",
    plugins: [tagEntry(name), resolve()],
    output: { file: `${dist}/tag/${name}.js`, format: "iife", plugins: [small] },
  })),
  {
    input: entries(".d.ts"),
    external,
    plugins: [
      dts({
        compilerOptions: { baseUrl: ".", paths: { "@wayseal/protocol": ["./packages/protocol/dist/index.d.ts"] } },
      }),
    ],
    output: { dir: dist, format: "es", chunkFileNames: "[name].ts" },
  },
];
