import { fileURLToPath } from "node:url";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";

const build = fileURLToPath(new URL("../../../packages/browser/build/", import.meta.url));

/** What runs in each page: the SDK's own capture and judgement of every field, with every word it knows. */
const ENTRY = `
  import { controlOf } from "${build}capture/control.js";
  import { fieldId, fieldsOf } from "${build}capture/fields.js";
  import { watchPasswords } from "${build}capture/passwords.js";
  import { isSecret } from "${build}capture/secrets.js";
  import { SIGNS } from "${build}redact/classify.js";
  import { learnWords } from "${build}redact/class-of-words.js";
  import { judge } from "${build}redact/judge.js";
  import { WORDS } from "${build}redact/words.js";

  learnWords(WORDS);
  export function judgeFields() {
    const passwords = watchPasswords({ document, onStop() {} });
    return fieldsOf(null, document).map((field) => {
      const control = controlOf(field, "allow", isSecret(field, passwords), []);
      const { class: name, sign, verdict } = judge(control, []);
      return {
        field: fieldId(field),
        label: field.dataset.manualScoring ?? "",
        class: name,
        sign: SIGNS[sign] ?? "",
        verdict,
        says: [control.autocomplete, control.type, control.name, control.id, control.label],
      };
    });
  }
`;

/** @returns A script that defines `wayseal.judgeFields()`, from what `tsc` has emitted of the SDK. */
export async function bundleClassifier(): Promise<string> {
  const bundle = await rollup({
    input: "entry",
    plugins: [
      { name: "entry", resolveId: (id) => (id === "entry" ? id : null), load: (id) => (id === "entry" ? ENTRY : null) },
      nodeResolve(),
    ],
  });
  const { output } = await bundle.generate({ format: "iife", name: "wayseal" });
  await bundle.close();
  return output[0].code;
}
