import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { request } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { httpCollector, type HttpCollector, raw } from "../../test/http-collector.js";

let stand: HttpCollector;
beforeAll(async () => {
  stand = await httpCollector();
});
afterAll(() => stand.close());

/** An answer as it is on the wire: fetch would undo its coding. */
function rawBody(path: string, headers: string): Promise<{ head: string; body: Buffer }> {
  const named = headers.split("\r\n").filter((line) => line !== "");
  return new Promise((resolve, reject) => {
    const asked = Object.fromEntries(named.map((line) => line.split(": ") as [string, string]));
    request(stand.url + path, { headers: asked }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
        resolve({ head: `HTTP/1.1 ${answer.statusCode} \r\n${lines.join("")}`, body: Buffer.concat(chunks) });
      });
    })
      .on("error", reject)
      .end();
  });
}

const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

describe("answers that are errors", () => {
  it.each([
    ["GET", "/", 302],
    ["GET", "/nothing", 404],
    ["GET", "/v1", 404],
    ["GET", "/v1/streams/x", 404],
    ["GET", "/V1/session", 404],
    ["GET", "/console/%2e%2e/package.json", 404],
    ["GET", "/console/..%2f..%2fpackage.json", 404],
    ["GET", "/v1/sites/%ff/keys", 400],
    ["GET", "/v1/sites/nowhere/keys", 404],
    ["GET", "/v1/sites/NOT%20A%20SITE/keys", 404],
    ["GET", "/v1/wayseal.js", 400],
    ["GET", "/v1/wayseal.js?site=nowhere", 404],
    ["GET", "/v1/wayseal.js?site=shop&site=blog", 400],
    ["GET", "/v1/wayseal.js?site=%22%5D%3Balert(1)", 404],
    ["GET", "/v1/wayseal-9.9.9.js", 404],
    ["GET", "/v1/wayseal-..%2f..%2fx.js", 404],
    ["POST", "/healthz", 405],
    ["POST", "/openapi.json", 405],
    ["DELETE", "/v1/journeys", 405],
    ["PUT", "/v1/session", 405],
    ["GET", "/v1/query/trends", 405],
    ["POST", "/console/", 405],
  ])("%s %s is %i", async (method, path, status) => {
    const answer = await stand.ask(path, { method });
    expect(answer.status).toBe(status);
    if (status === 302) return;
    expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.json()).toMatchObject({ status });
    expect(answer.headers.get("allow") !== null).toBe(status === 405 && !path.startsWith("/console"));
  });

  it("say nothing of the inside", async () => {
    const failing = await httpCollector({
      wrap: (catalog) => ({ ...catalog, sites: () => Promise.reject(new TypeError("SELECT secret FROM /var/lib")) }),
    });
    const answer = await failing.ask("/v1/sites", {
      headers: { authorization: `Bearer ${await failing.token("public")}` },
    });
    expect(answer.status).toBe(500);
    expect(await answer.text()).toBe(
      '{"type":"urn:wayseal:problem:internal","title":"Something went wrong here","status":500,"code":"internal"}',
    );
    await failing.close();
  });

  it.each([
    ["no HTTP", "hello\r\n\r\n", 400, "invalid"],
    [
      "headers beyond 16 KiB",
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(20_000)}\r\n\r\n`,
      431,
      "headers-too-large",
    ],
    [
      "two lengths",
      "POST /v1/streams HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
      400,
      "invalid",
    ],
    [
      "a length and chunks",
      "POST /v1/streams HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
      400,
      "invalid",
    ],
  ])("answer %s as a problem too", async (_, request, status, code) => {
    const answer = await raw(stand.url, request);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain("application/problem+json");
    expect(answer).toContain(`"code":"${code}"`);
  });

  it("answers headers that never end with 408", async () => {
    const slow = await httpCollector({ limits: { headersMs: 300, bodyMs: 300 } });
    const answer = await raw(slow.url, "POST /v1/streams HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain("Access-Control-Allow-Origin: *");
    await slow.close();
  });
});

describe("scripts and key sets", () => {
  it("gives a site's key set to pages of any origin", async () => {
    const answer = await stand.ask("/v1/sites/shop/keys", { headers: { origin: "https://shop.example" } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect(await answer.text()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{86}$/);
  });

  it("puts the same key set in front of the script, keeps it shortly, and knows it again", async () => {
    const jws = await (await stand.ask("/v1/sites/shop/keys")).text();
    const answer = await stand.ask("/v1/wayseal.js?site=shop", { headers: { "accept-encoding": "identity" } });
    if (answer.status === 404) return expect(await codeOf(answer)).toBe("not-found"); // Before the first build.
    const [first] = (await answer.text()).split("\n");
    expect(first).toBe(`(self.waysealBoot=self.waysealBoot||{})["shop"]="${jws}";`);
    expect(answer.headers.get("cache-control")).toBe("public, max-age=300");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    const etag = answer.headers.get("etag") ?? "";
    // Not by fetch, which adds no-cache to a request with a validator of its caller's.
    const request = "GET /v1/wayseal.js?site=shop HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    expect(await raw(stand.url, `${request}If-None-Match: ${etag}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 304 /);
    expect(await raw(stand.url, `${request}If-None-Match: "other"\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each([
    ["br", (body: Buffer) => brotliDecompressSync(body)],
    ["gzip", (body: Buffer) => gunzipSync(body)],
  ])("sends scripts in %s to whoever takes it, with the same bytes inside", async (coding, decode) => {
    for (const path of ["/v1/wayseal.js?site=shop", "/v1/wayseal-0.1.0.js"]) {
      const plain = await rawBody(path, "");
      if (plain.head.includes(" 404 ")) return; // Before the first build.
      expect(plain.head).not.toMatch(/content-encoding/i);
      const coded = await rawBody(path, `Accept-Encoding: ${coding}\r\n`);
      expect(coded.head).toMatch(new RegExp(`content-encoding: ${coding}\r\n`, "i"));
      expect(coded.head).toMatch(/vary: accept-encoding\r\n/i);
      expect(coded.body.length).toBeLessThan(plain.body.length / 2);
      expect(decode(coded.body).equals(plain.body)).toBe(true);
      const etag = (head: string) => /etag: (.*)\r\n/i.exec(head)?.[1] ?? "";
      expect(etag(coded.head)).not.toBe(etag(plain.head));
      const again = await rawBody(path, `Accept-Encoding: ${coding}\r\nIf-None-Match: ${etag(coded.head)}\r\n`);
      expect(again.head).toMatch(/^HTTP\/1\.1 304 /);
      // Whoever refuses every coding gets none.
      expect((await rawBody(path, "Accept-Encoding: identity\r\n")).body.equals(plain.body)).toBe(true);
    }
  });

  it("serves the script of this version for ever, with its hash beside it", async () => {
    const version = "0.1.0";
    const answer = await stand.ask(`/v1/wayseal-${version}.js`);
    if (answer.status === 404) return expect(await codeOf(answer)).toBe("not-found"); // Before the first build.
    expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    const digest = await crypto.subtle.digest("SHA-384", await answer.arrayBuffer());
    const sri = await (await stand.ask(`/v1/wayseal-${version}.js.sri`)).text();
    expect(sri).toBe(`sha384-${Buffer.from(digest).toString("base64")}\n`);
  });

  it("serves plugins for the tag, this release's for minutes and a version's for ever, with its hash beside it", async () => {
    const current = await stand.ask("/v1/plugins/errors.js");
    if (current.status === 404) return expect(await codeOf(current)).toBe("not-found"); // Before the first build.
    const pinned = await stand.ask("/v1/plugins/errors-0.1.0.js");
    expect([current, pinned].map(({ headers }) => headers.get("cache-control"))).toEqual([
      "public, max-age=300",
      "public, max-age=31536000, immutable",
    ]);
    expect(pinned.headers.get("access-control-allow-origin")).toBe("*");
    expect(pinned.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    const bytes = await pinned.arrayBuffer();
    expect(Buffer.from(await current.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
    const digest = Buffer.from(await crypto.subtle.digest("SHA-384", bytes)).toString("base64");
    expect(await (await stand.ask("/v1/plugins/errors-0.1.0.js.sri")).text()).toBe(`sha384-${digest}\n`);
    for (const path of ["errors.js.sri", "errors-0.0.9.js", "nothing.js", "..%2Fwayseal.js"])
      expect([path, (await stand.ask(`/v1/plugins/${path}`)).status]).toEqual([path, 404]);
  });
});
