import resolve from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";
import dts from "rollup-plugin-dts";

const build = "packages/browser/build";
const dist = "packages/browser/dist";
const small = terser({
  ecma: 2020,
  compress: {
    passes: 4,
    pure_getters: true,
    unsafe_arrows: true,
    keep_fargs: false,
    pure_funcs: [
      // noble's checks of its arguments' types: here they are its own or of a fixed length. Tests run it with its checks.
      ...["abytes", "anumber", "abool", "complexOverlapBytes", "aexists", "aoutput"],
      // idb's shortcuts on the database and its async iterators: the outbox uses transactions and cursors.
      "replaceTraps",
    ],
  },
  format: { comments: /^!/ },
});

/** Bundles what `tsc -b packages/browser` has emitted. */
export default [
  {
    input: `${build}/script.js`,
    plugins: [resolve()],
    // The X25519 chunk is loaded from an address at run time, so the script stays one file.
    output: { file: `${dist}/wayseal.js`, format: "iife", plugins: [small] },
  },
  {
    input: { index: `${build}/index.js`, x25519: `${build}/seal/x25519.js` },
    plugins: [resolve()],
    output: { dir: dist, format: "es", chunkFileNames: "[name].js", plugins: [small] },
  },
  {
    input: `${build}/index.d.ts`,
    plugins: [
      dts({
        compilerOptions: { baseUrl: ".", paths: { "@wayseal/protocol": ["./packages/protocol/dist/index.d.ts"] } },
      }),
    ],
    output: { file: `${dist}/index.d.ts`, format: "es" },
  },
];
