import { fileURLToPath } from "node:url";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
import ts from "typescript";

/** Its source, which tests read before the bench is built. */
const input = fileURLToPath(new URL("../../src/forms/judge-fields.ts", import.meta.url));
const compilerOptions: ts.CompilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };

/** @returns A script that defines `wayseal.judgeFields()`, from what `tsc` has emitted of the SDK. */
export async function bundleClassifier(): Promise<string> {
  const bundle = await rollup({
    input,
    plugins: [
      {
        name: "typescript",
        transform: (code, id) => (id === input ? ts.transpileModule(code, { compilerOptions }).outputText : null),
      },
      nodeResolve(),
    ],
  });
  const { output } = await bundle.generate({ format: "iife", name: "wayseal" });
  await bundle.close();
  return output[0].code;
}
