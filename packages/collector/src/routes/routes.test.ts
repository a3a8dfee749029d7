import express from "express";
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cookieOf, httpCollector, type HttpCollector, PASSWORD } from "../../test/http-collector.js";
import { hello, sealStream } from "../../test/seal-stream.js";
import type { SessionAnswer } from "../api.js";

let stand: HttpCollector;
beforeAll(async () => {
  stand = await httpCollector();
});
afterAll(() => stand.close());

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
    const answer = await stand.ask("/v1/wayseal.js?site=shop");
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
});

describe("who may ask", () => {
  const queries: readonly [string, RequestInit][] = [
    ["/v1/sites", {}],
    ["/v1/journeys?site=shop", {}],
    [`/v1/journeys/${"0".repeat(32)}?site=shop`, {}],
    ["/v1/live?site=shop", {}],
    ["/v1/query/loss", { method: "POST", body: '{"site":"shop","from":0,"to":1}' }],
    [
      "/v1/query/trends",
      { method: "POST", body: '{"site":"shop","from":0,"to":1,"interval":"day","measure":"events"}' },
    ],
  ];
  it.each(queries)("%s takes nobody without a live session or token", async (path, init) => {
    const json = { "content-type": "application/json" };
    const revoked = await stand.token("restricted");
    for (const { id } of await stand.catalog.tokens()) await stand.catalog.revokeToken(id);
    for (const headers of [
      json,
      { ...json, authorization: `Bearer ${revoked}` },
      { ...json, authorization: "Bearer ws_nothing" },
      { ...json, authorization: "Basic b3duZXI6b3duZXI=" },
      { ...json, cookie: `wayseal=${"A".repeat(43)}` },
    ]) {
      const answer = await stand.ask(path, { ...init, headers });
      expect([answer.status, await codeOf(answer)]).toEqual([401, "signed-out"]);
    }
  });

  it.each(queries.slice(1))("%s of another's site is answered as if there were no such site", async (path, init) => {
    const token = await stand.token("restricted", ["blog"]);
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const theirs = await stand.ask(path, { ...init, headers });
    const nowhere = { ...init, ...(typeof init.body === "string" && { body: init.body.replace("shop", "nowhere") }) };
    const none = await stand.ask(path.replace("shop", "nowhere"), { ...nowhere, headers });
    expect(theirs.status).toBe(404);
    expect(await theirs.text()).toBe(await none.text());
  });

  it("lets a token ask without an Origin, and expire", async () => {
    const headers = { authorization: `Bearer ${await stand.token("public")}`, "content-type": "application/json" };
    const body = JSON.stringify({ site: "shop", from: 0, to: 1 });
    expect((await stand.ask("/v1/query/loss", { method: "POST", body, headers })).status).toBe(200);
    const later = await httpCollector();
    const token = await later.token("public");
    const asked = () => later.ask("/v1/sites", { headers: { authorization: `Bearer ${token}` } });
    expect((await asked()).status).toBe(200);
    later.forward(86_400_001);
    expect((await asked()).status).toBe(401);
    await later.close();
  });

  it("judges a request by its token alone, whatever cookie it carries", async () => {
    const cookie = await stand.person("both@x.example", "public");
    const answer = await stand.ask("/v1/sites", { cookie, headers: { authorization: "Bearer ws_wrong" } });
    expect(answer.status).toBe(401);
  });

  it.each([
    ["/v1/journeys", "site: "],
    ["/v1/journeys?site=shop&limit=0", "limit: must be a whole number from 1 to 200"],
    ["/v1/journeys?site=shop&limit=201", "limit: must be a whole number from 1 to 200"],
    ["/v1/journeys?site=shop&from=5&to=5", "from: from must be before to"],
    ["/v1/journeys?site=shop&from=yesterday", "from: must be a whole number"],
    ["/v1/journeys?site=shop&cursor=%27%20OR%201", "cursor: is not a cursor"],
    ["/v1/journeys?site=shop&sort=name", "There is a parameter that is not known"],
    ["/v1/journeys/xyz?site=shop", "subject: must be 32 hex digits"],
    ["/v1/live?site=SHOP", "site: must be a site id"],
  ])("answers %s with 400 and says %j", async (path, detail) => {
    const headers = { authorization: `Bearer ${await stand.token("public")}` };
    const answer = await stand.ask(path, { headers });
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { detail: string }).detail).toContain(detail);
  });

  it("says 503 and when to come again where the engine is down, and goes on taking envelopes", async () => {
    const headers = { authorization: `Bearer ${await stand.token("public")}` };
    const answer = await stand.ask("/v1/journeys?site=shop", { headers });
    expect([answer.status, await codeOf(answer)]).toEqual([503, "engine-unavailable"]);
    expect(answer.headers.get("retry-after")).not.toBeNull();
    const body = new Uint8Array(sealStream(stand.key, "shop", [hello()]).envelope());
    expect((await stand.ask("/v1/streams", { method: "POST", body })).status).toBe(204);
    const ready = await stand.ask("/readyz");
    expect([ready.status, await ready.json()]).toEqual([200, { status: "ready", ingest: true, queries: false }]);
  });
});

describe("/v1/live", () => {
  it("tells what was committed, and nothing more once the person is disabled", async () => {
    const cookie = await stand.person("live@x.example", "public", ["shop"]);
    const answer = await stand.ask("/v1/live?site=shop", { cookie });
    expect(answer.headers.get("content-type")).toMatch(/^text\/event-stream/);
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    const text = new TextDecoder();
    const until = async (pattern: RegExp) => {
      let said = "";
      while (!pattern.test(said)) {
        const { done, value } = await reader.read();
        if (done) return `${said}END`;
        said += text.decode(value);
      }
      return said;
    };
    await until(/retry/);
    const send = async () => {
      const body = new Uint8Array(
        sealStream(stand.key, "shop", [hello(), { type: "click", at: 1, role: "link" }]).envelope(),
      );
      expect((await stand.ask("/v1/streams", { method: "POST", body })).status).toBe(204);
    };
    await send();
    const said = await until(/\n\n$/);
    expect(said).toMatch(/^event: committed\ndata: /);
    expect(JSON.parse(said.split("data: ")[1] ?? "")).toMatchObject({ events: 2, types: { hello: 1, click: 1 } });

    const person = await stand.catalog.personByEmail("live@x.example");
    await stand.catalog.setDisabled(person?.id ?? "", true);
    await send();
    expect(await until(/never/)).toBe("END");
  });

  it("ends when the collector stops", async () => {
    const own = await httpCollector();
    const headers = { authorization: `Bearer ${await own.token("public")}` };
    const answer = await own.ask("/v1/live?site=shop", { headers });
    own.collector.stop();
    expect(await answer.text()).toContain("retry");
    await own.close();
  });
});

describe("/metrics", () => {
  it("counts, in names that end as Prometheus's do, and is for this machine only", async () => {
    const answer = await stand.ask("/metrics");
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(text).toMatch(/wayseal_requests_total\{route="\/v1\/streams",method="POST",status="204"\} \d+/);
    for (const [, name] of text.matchAll(/^# TYPE (wayseal_\w+) counter/gm)) expect(name).toMatch(/_total$/);
    for (const [, name] of text.matchAll(/^# TYPE (wayseal_\w+) histogram/gm))
      expect(name).toMatch(/_(seconds|bytes)$/);
    for (const forwarded of [{ "x-forwarded-for": "127.0.0.1" }, { forwarded: "for=127.0.0.1" }]) {
      expect((await stand.ask("/metrics", { headers: forwarded as Record<string, string> })).status).toBe(403);
    }
  });

  it("is for who holds the token, or nobody, where settings say so", async () => {
    const token = "b9Jc0Qf1vXo8Lk2sTg5Wm7Ye";
    const own = await httpCollector({ metricsAccess: "token", metricsToken: token });
    const ask = (authorization: string) => own.ask("/metrics", { headers: { authorization } });
    expect((await own.ask("/metrics")).status).toBe(403);
    expect((await ask(`Bearer ${token}x`)).status).toBe(403);
    expect((await ask(`Bearer ${token}`)).status).toBe(200);
    await own.close();
    const off = await httpCollector({ metricsAccess: "off" });
    expect((await off.ask("/metrics")).status).toBe(403);
    await off.close();
  });
});

describe("in someone else's app", () => {
  let server: Server;
  let own: HttpCollector;
  let url: string;
  beforeAll(async () => {
    own = await httpCollector();
    const app = express();
    app.get("/", (_request, response) => void response.send("the host's own page"));
    app.use("/analytics", own.collector);
    app.use(express.json());
    app.use((_request, response) => void response.status(404).send("the host's own 404"));
    server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    await own.close();
  });

  it("takes envelopes, shows the console and signs people in below its path", async () => {
    const body = new Uint8Array(sealStream(own.key, "shop", [hello()]).envelope());
    expect((await fetch(`${url}/analytics/v1/streams`, { method: "POST", body })).status).toBe(204);
    expect((await fetch(`${url}/analytics/v1/sites/shop/keys`)).status).toBe(200);
    const console = await fetch(`${url}/analytics`, { redirect: "manual" });
    expect([302, 308]).toContain(console.status);

    const secret = await own.invite("guest@x.example", "internal", ["shop"]);
    const signedIn = await fetch(`${url}/analytics/v1/session/password`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: url },
      body: JSON.stringify({ secret, password: PASSWORD }),
    });
    expect(signedIn.headers.getSetCookie()[0]).toContain("Path=/analytics;");
    const session = await fetch(`${url}/analytics/v1/session`, { headers: { cookie: cookieOf(signedIn) } });
    expect(((await session.json()) as SessionAnswer).person.email).toBe("guest@x.example");
  });

  it("leaves the host's own addresses alone", async () => {
    expect(await (await fetch(`${url}/`)).text()).toBe("the host's own page");
    expect(await (await fetch(`${url}/v1/streams`)).text()).toBe("the host's own 404");
    expect((await fetch(`${url}/`)).headers.get("content-security-policy")).toBeNull();
    expect(await codeOf(await fetch(`${url}/analytics/nothing`))).toBe("not-found");
  });
});

/** Sends bytes as they are, and returns what comes back. */
function raw(url: string, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(request));
    let said = "";
    socket.on("data", (chunk) => (said += String(chunk)));
    socket.on("end", () => resolve(said));
    socket.on("error", reject);
  });
}
