import { fileURLToPath } from "node:url";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
import { PLAIN_BROWSER } from "./edits.mjs";

/** Bundles the SDK with sealing and redaction taken out, for the negative control. */
export async function bundlePlainSdk(): Promise<string> {
  const edited = new Set<string>();
  const bundle = await rollup({
    input: fileURLToPath(new URL("../../../../packages/browser/build/script.js", import.meta.url)),
    plugins: [
      nodeResolve(),
      {
        name: "plain",
        transform(code, id) {
          const edit = PLAIN_BROWSER.find(({ file }) => id.endsWith(file));
          if (edit === undefined) return null;
          edited.add(edit.file);
          return { code: edit.apply(code), map: null };
        },
      },
    ],
  });
  if (edited.size !== PLAIN_BROWSER.length) throw new Error("A defence was not taken out of the SDK");
  const { output } = await bundle.generate({ format: "iife" });
  await bundle.close();
  return output[0].code;
}
