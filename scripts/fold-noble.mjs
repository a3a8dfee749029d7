/**
 * noble's generic code, told at build time what is asked of it here: one cipher, with keys of 32 and nonces of 12 bytes of
 * which none is ever anything else, and blocks taken byte by byte. What can then never run the minifier leaves out.
 *
 * @type {Readonly<Record<string, readonly (readonly [RegExp, string])[]>>}
 */
const FOLDS = {
  "_arx.js": [
    [
      /const \{ allowShortKeys, extendNonceFn, counterLength, counterRight, rounds \} = checkOpts\(.*?\);/,
      "const allowShortKeys = false, extendNonceFn = undefined, counterLength = 4, counterRight = false, rounds = 20;",
    ],
    [/const isAligned = .*;/, "const isAligned = false;"],
  ],
  "utils.js": [[/const hasHexBuiltin = [^;]*;/, "const hasHexBuiltin = false;"]],
  "_micro.js": [],
};

/** Checks of arguments, one a line. */
const CHECK = /if \([^\n]*\)\n? +throw new Error\([^\n]*\);/g;

/**
 * A plugin for rollup.
 *
 * @type {{ name: string, transform(code: string, id: string): { code: string, map: null } | null }}
 * @throws {Error} If a line is not found as it is written here: another version of noble is folded anew or not at all.
 */
export const foldNoble = {
  name: "fold-noble",
  transform(code, id) {
    const file = /@noble\/ciphers\/(?:esm\/)?([\w.]+)$/.exec(id.replaceAll("\\", "/"))?.[1] ?? "";
    const folds = FOLDS[file];
    if (!folds) return null;
    for (const [from, to] of folds) {
      if (!from.test(code)) throw new Error(`${file} has changed: ${from} is not in it`);
      code = code.replace(from, to);
    }
    return { code: code.replace(CHECK, ""), map: null };
  },
};
