import { createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importIngestKey, makeIngestPair, readIngestToken, signIngestToken } from "./ingest-token.js";

const pair = makeIngestPair();
const other = makeIngestPair();
const keys = new Map([[pair.kid, importIngestKey(pair.publicKey)]]);
const read = (token: string, site = "shop") => readIngestToken(token, site, keys);
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Signs as a merchant's server does, with nothing but the JWK that `wayseal ingest create` prints. */
function mint(claims: unknown, header: unknown = { alg: "EdDSA", kid: pair.kid }, jwk: object = pair.jwk): string {
  const input = `${part(header)}.${part(claims)}`;
  const key = createPrivateKey({ key: jwk as never, format: "jwk" });
  return `${input}.${sign(null, Buffer.from(input), key).toString("base64url")}`;
}

describe("an ingest token", () => {
  it("that the site's key has signed says when it is good for", () => {
    expect(read(mint({ aud: "shop", iat: 100, exp: 200 }))).toEqual({ from: 100_000, until: 200_000 });
    expect(read(mint({ aud: ["blog", "shop"], nbf: 150, iat: 100, exp: 200.5 }))).toEqual({
      from: 150_000,
      until: 200_500,
    });
    expect(read(mint({ aud: "shop", exp: 200 }))).toEqual({ from: -Infinity, until: 200_000 });
    const fixed = signIngestToken(pair, "shop", { from: 1_795_000_000_999, until: 1_795_000_900_000 });
    expect(read(fixed)).toEqual({ from: 1_795_000_000_000, until: 1_795_000_900_000 });
  });

  it("is what the server's code in docs/sdk.md makes", async () => {
    const page = readFileSync(new URL("../../../../docs/sdk.md", import.meta.url), "utf8");
    const [, code = ""] = /```js\n([^`]*createPrivateKey.*?)```/s.exec(page) ?? [];
    process.env["WAYSEAL_INGEST_KEY"] = JSON.stringify(pair.jwk);
    const module = `data:text/javascript,${encodeURIComponent(code)}`;
    const { ingestToken } = (await import(/* @vite-ignore */ module)) as { ingestToken(site: string): string };
    delete process.env["WAYSEAL_INGEST_KEY"];
    const { from = 0, until = 0 } = read(ingestToken("shop")) ?? {};
    expect([until - from, Math.abs(from - Date.now()) < 60_000]).toEqual([300_000, true]);
    expect(read(ingestToken("blog"))).toBeNull();
  });

  it.each<[string, string]>([
    ["of another key under this one's name", mint({ aud: "shop", exp: 200 }, undefined, other.jwk)],
    [
      "of a key that the site does not have",
      mint({ aud: "shop", exp: 200 }, { alg: "EdDSA", kid: other.kid }, other.jwk),
    ],
    ["for another site", mint({ aud: "blog", exp: 200 })],
    ["for no site", mint({ exp: 200 })],
    ["without an end", mint({ aud: "shop" })],
    ["with an end that is no time", mint({ aud: "shop", exp: "200" })],
    ["with a beginning that is no time", mint({ aud: "shop", exp: 200, nbf: null })],
    ["of no algorithm", `${part({ alg: "none", kid: pair.kid })}.${part({ aud: "shop", exp: 200 })}.`],
    ["of another algorithm", mint({ aud: "shop", exp: 200 }, { alg: "HS256", kid: pair.kid })],
    ["that asks for an extension", mint({ aud: "shop", exp: 200 }, { alg: "EdDSA", kid: pair.kid, crit: ["b64"] })],
    ["without a key's id", mint({ aud: "shop", exp: 200 }, { alg: "EdDSA" })],
    ["whose claims are a list", mint([])],
    ["whose claims are null", mint(null)],
    ["of four parts", `${mint({ aud: "shop", exp: 200 })}.x`],
    ["of nothing", ""],
    ["of dots", ".."],
    ["of noise", "\u0000.\ud800.{}"],
  ])("%s is refused", (_, token) => {
    expect(read(token)).toBeNull();
  });

  it("is refused whichever of its characters is changed", () => {
    const token = mint({ aud: "shop", iat: 100, exp: 200 });
    const bytes = (text: string): string => Buffer.from(text, "base64url").toString("hex");
    let changed = 0;
    for (let at = 0; at < token.length; at++) {
      const forged = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
      // The last character of a part may hold bits that stand for nothing.
      const isSame =
        forged.split(".").length === 3 && forged.split(".").map(bytes).join() === token.split(".").map(bytes).join();
      if (isSame && forged.slice(0, token.lastIndexOf(".")) === token.slice(0, token.lastIndexOf("."))) continue;
      expect(read(forged)).toBeNull();
      changed++;
    }
    expect(changed).toBeGreaterThan(150);
    expect(read(token)).not.toBeNull();
  });
});
