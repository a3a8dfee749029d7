import { dirname, relative, resolve, sep } from "node:path";
import { ROOT } from "../run.mjs";

/**
 * An ESLint rule that refuses imports by what they lead to. A relative import is resolved and named by its path from
 * the repository's root, so that `./x.js` and `../store/x.js` are the same file. It reads static and dynamic imports,
 * re-exports, type imports, `require` and `vi.mock`-free code alike: a wall with one door left open is none.
 *
 * Options: `{ forbid: string[], except?: string[], types?: boolean, why: string }`. `forbid` and `except` are regular
 * expressions over the package's name or the path; `types: true` lets `import type` pass.
 *
 * @type {import("eslint").Rule.RuleModule}
 */
export const boundary = {
  meta: {
    type: "problem",
    schema: [
      {
        type: "object",
        properties: {
          forbid: { type: "array", items: { type: "string" } },
          except: { type: "array", items: { type: "string" } },
          types: { type: "boolean" },
          why: { type: "string" },
        },
        required: ["forbid", "why"],
        additionalProperties: false,
      },
    ],
    messages: { wall: "{{why}} ({{target}})" },
  },
  create(context) {
    const { forbid, except = [], types = false, why } = context.options[0];
    const matches = (/** @type {string[]} */ patterns, /** @type {string} */ target) =>
      patterns.some((pattern) => new RegExp(pattern).test(target));

    /**
     * @param {any} node
     * @param {any} source
     * @param {boolean} [typeOnly]
     */
    const check = (node, source, typeOnly = false) => {
      if (types && typeOnly) return;
      const specifier = source?.type === "TemplateLiteral" ? source.quasis[0]?.value.cooked : source?.value;
      if (typeof specifier !== "string") return;
      const target = targetOf(specifier, context.filename);
      if (matches(forbid, target) && !matches(except, target)) {
        context.report({ node, messageId: "wall", data: { why, target } });
      }
    };

    return {
      ImportDeclaration: (/** @type {any} */ node) => check(node, node.source, node.importKind === "type"),
      ExportNamedDeclaration: (/** @type {any} */ node) => check(node, node.source, node.exportKind === "type"),
      ExportAllDeclaration: (/** @type {any} */ node) => check(node, node.source, node.exportKind === "type"),
      ImportExpression: (/** @type {any} */ node) => check(node, node.source),
      TSImportType: (/** @type {any} */ node) => check(node, node.source ?? node.argument?.literal, true),
      TSExternalModuleReference: (/** @type {any} */ node) => check(node, node.expression),
      "CallExpression[callee.name='require']": (/** @type {any} */ node) => check(node, node.arguments[0]),
    };
  },
};

/**
 * @param {string} specifier As it was written.
 * @param {string} from File that imports it.
 * @returns {string} A path from the repository's root with slashes, or the specifier of a package, `node:` included.
 */
function targetOf(specifier, from) {
  if (!specifier.startsWith(".")) return specifier;
  return relative(ROOT, resolve(dirname(from), specifier))
    .split(sep)
    .join("/");
}
