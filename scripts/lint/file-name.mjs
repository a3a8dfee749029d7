import { basename } from "node:path";

/** Names that say nothing, so that anything ends up under them. */
const BANNED = new Set(["util", "utils", "helper", "helpers", "manager", "common", "misc"]);

/**
 * An ESLint rule that refuses files and folders with a name that says nothing.
 *
 * @type {import("eslint").Rule.RuleModule}
 */
export const fileName = {
  meta: { type: "problem", schema: [], messages: { vague: "{{name}} says nothing: name it after what it does." } },
  create(context) {
    return {
      Program(node) {
        const folders = context.filename.split(/[\\/]/).slice(0, -1);
        const words = basename(context.filename).toLowerCase().split(/[.-]/);
        const vague = [...words, ...folders.slice(folders.lastIndexOf("src") + 1 || folders.length)].find((word) =>
          BANNED.has(word),
        );
        if (vague !== undefined) context.report({ node, messageId: "vague", data: { name: vague } });
      },
    };
  },
};
