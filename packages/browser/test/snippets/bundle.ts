import { fileURLToPath } from "node:url";
import commonjsPlugin from "@rollup/plugin-commonjs";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
import ts from "typescript";

/** Modules are resolved as if they lay here: so the package is found by its own `exports`, as a merchant's bundler does. */
const ENTRY = fileURLToPath(new URL("./entry.mjs", import.meta.url));

/** Its types describe the CommonJS file, and Node loads the other one. */
const commonjs = commonjsPlugin as unknown as typeof commonjsPlugin.default;

/** @returns One script of a TypeScript module and all that it imports, as a merchant's bundler makes it. */
export async function bundle(source: string): Promise<string> {
  const { outputText } = ts.transpileModule(source, {
    fileName: "snippet.tsx",
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      jsx: ts.JsxEmit.ReactJSX,
    },
  });
  const built = await rollup({
    input: ENTRY,
    plugins: [
      {
        name: "snippet",
        resolveId: (id) => (id === ENTRY ? id : null),
        load: (id) => (id === ENTRY ? outputText : null),
      },
      // What frameworks ask of every bundler.
      { name: "mode", transform: (code) => code.replaceAll("process.env.NODE_ENV", '"production"') },
      nodeResolve({ browser: true }),
      commonjs(),
    ],
    onwarn: () => undefined,
  });
  const { output } = await built.generate({ format: "es", inlineDynamicImports: true });
  await built.close();
  return output[0].code;
}
