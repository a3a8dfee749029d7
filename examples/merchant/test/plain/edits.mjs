/**
 * @typedef {object} Edit One place where a defence is taken out of built code.
 * @property {string} file End of the module's path.
 * @property {(code: string) => string} apply Throws if the place is no longer there: a control that changes nothing
 *   would prove nothing.
 */

/**
 * @param {string} file
 * @param {...[RegExp, string]} places
 * @returns {Edit}
 */
function edit(file, ...places) {
  return {
    file,
    apply: (code) =>
      places.reduce((edited, [pattern, text]) => {
        if (!pattern.test(edited)) throw new Error(`Nothing to take out: ${file} has no ${pattern}`);
        return edited.replace(pattern, text);
      }, code),
  };
}

/** The SDK seals nothing and redacts nothing. */
export const PLAIN_BROWSER = [
  edit("/capture/control.js", [/value: secret \|\| isComponent\(field\) \? "" : /, "value: "]),
  // It is bundled whole, so there is no chunk to wait for.
  edit("/script.js", [/if \(name === "words"\)/, 'if (name === "rest") return undefined;\n        $&']),
  edit("/seal/sender.js", [/return encrypt\(key, nonce, aad, pt\)/, "return concat(pt, new Uint8Array(16))"]),
  edit("/redact/field.js", [
    /const judged = judge\(control, allow, clean\);/,
    'const judged = { class: "free-text", verdict: "allowed", open: false };',
  ]),
];

/** The collector opens what was not sealed, seals no column, and encrypts neither catalog nor store. */
export const PLAIN_COLLECTOR = [
  edit("/hpke/recipient.js", [
    /return aeadOpen\(.*\);/,
    "return Buffer.from(ciphertext.subarray(0, ciphertext.length - 16));",
  ]),
  edit("/keys/sealed-column.js", [
    /return gcmSeal\(.*\);/,
    "return Buffer.concat([VERSION, dek.id, Buffer.alloc(12), values, Buffer.alloc(16)]);",
  ]),
  edit("/catalog/sqlite/open-database.js", [/db\.pragma\("cipher = 'aegis'"\);/, "return;"]),
  // An encrypted file begins with the catalog's own mark, a plain one with SQLite's.
  edit("/catalog/sqlite/check-header.js", [/if \(header\.toString/, "if (true || header.toString"]),
  // The engine's process gets none of its parent's environment, this control included.
  edit("/engine/supervise-engine.js", [
    /process\.execPath, entry\(\)/,
    'process.execPath, ...(process.env["NODE_OPTIONS"] ?? "").split(" "), entry()',
  ]),
  edit("/engine/write-config.js", [
    /<type>encrypted<\/type>[\s\S]*?<key_hex[^>]*>/,
    '<type>local</type><path>${xml(join(dir, "plain"))}/</path>',
  ]),
];
