import { fileURLToPath } from "node:url";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";

/** As `tsc` emits it, wherever this file itself is run from. */
const input = fileURLToPath(new URL("../../dist/forms/judge-fields.js", import.meta.url));

/** @returns A script that defines `wayseal.judgeFields()`, from what `tsc` has emitted of the SDK. */
export async function bundleClassifier(): Promise<string> {
  const bundle = await rollup({ input, plugins: [nodeResolve()] });
  const { output } = await bundle.generate({ format: "iife", name: "wayseal" });
  await bundle.close();
  return output[0].code;
}
