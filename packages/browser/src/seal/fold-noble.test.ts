import { createCipheriv, randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
import { expect, test } from "vitest";
import { foldNoble } from "../../../../scripts/fold-noble.mjs";
import type { encrypt } from "./encrypt.js";

type Encrypt = typeof encrypt;

/** The cipher as the build bundles it. */
async function bundle(fold: typeof foldNoble): Promise<{ encrypt: Encrypt; code: string }> {
  const input = fileURLToPath(new URL("../../build/seal/encrypt.js", import.meta.url));
  const bundled = await rollup({ input, plugins: [nodeResolve(), fold] });
  const [{ code }] = (await bundled.generate({ format: "es" })).output;
  return { ...((await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { encrypt: Encrypt }), code };
}

const native: Encrypt = (key, nonce, aad, plaintext) => {
  const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
  cipher.setAAD(aad, { plaintextLength: plaintext.length });
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
};

test("noble's cipher, folded, encrypts as Node's does", async () => {
  const { encrypt, code } = await bundle(foldNoble);
  expect(code).not.toContain("checkOpts({");
  for (const length of [0, 1, 15, 16, 17, 63, 64, 65, 127, 128, 129, 320, 32_768]) {
    for (const more of [0, 1, 16, 21]) {
      const [key, nonce, aad, plaintext] = [32, 12, more, length].map((size) => randomBytes(size));
      expect(Buffer.from(encrypt(key!, nonce!, aad!, plaintext!)).equals(native(key!, nonce!, aad!, plaintext!))).toBe(
        true,
      );
    }
  }
});

test("a version of noble that reads otherwise stops the build", () => {
  expect(() => foldNoble.transform("const isAligned = 1;", "/@noble/ciphers/esm/_arx.js")).toThrow("has changed");
  expect(foldNoble.transform("const isAligned = 1;", "/@noble/curves/esm/_arx.js")).toBeNull();
});
