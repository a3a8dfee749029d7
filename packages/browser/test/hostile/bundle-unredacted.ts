import { fileURLToPath } from "node:url";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";

/** Modules that stand in for the defences: what was seen is handed on as it was. */
const STAND_INS: Readonly<Record<string, string>> = {
  "/redact/redact.js": `export function redact({ time, page, ...body }) { return { time, url: page, body, removed: {} }; }`,
  "/redact/url.js": `export function cleanUrl(address) { return address; }`,
  "/redact/text.js": `export function cleanText(text, limit) { return text.slice(0, limit); }`,
};

/** Places of the capturing stage that keep something back. */
const EDITS: readonly (readonly [file: string, place: RegExp, instead: string])[] = [
  ["/capture/marks.js", /export function markOf\(element\) \{/, "$& return null;"],
  ["/capture/marks.js", /export function ownMark\(element\) \{/, "$& return null;"],
  ["/capture/name-of.js", /function repeatsAField\(.*\) \{/, "$& return false;"],
];

/**
 * Bundles the SDK with redaction taken out, for the control of the hostile pages: beside the real one on the same page it
 * shows that there was something to find. It is started as `unredacted.init(options)`.
 */
export async function bundleUnredacted(): Promise<string> {
  const built = fileURLToPath(new URL("../../build/", import.meta.url));
  const left = new Set([...Object.keys(STAND_INS), ...EDITS.map(([, place]) => String(place))]);
  const bundle = await rollup({
    input: `${built}init.js`,
    plugins: [
      nodeResolve(),
      {
        name: "unredacted",
        load(id) {
          const file = Object.keys(STAND_INS).find((end) => id.endsWith(end));
          return file !== undefined && left.delete(file) ? (STAND_INS[file] ?? null) : null;
        },
        transform(code, id) {
          for (const [file, place, instead] of EDITS) {
            if (!id.endsWith(file) || !place.test(code)) continue;
            left.delete(String(place));
            code = code.replace(place, instead);
          }
          return { code, map: null };
        },
      },
    ],
  });
  // A control that changes nothing would prove nothing.
  if (left.size) throw new Error(`Nothing to take out: ${[...left].join(", ")}`);
  const { output } = await bundle.generate({ format: "iife", name: "unredacted", inlineDynamicImports: true });
  await bundle.close();
  return output[0].code;
}
