import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { hello, sealStream } from "../../test/seal-stream.js";

let stand: HttpCollector;
beforeAll(async () => {
  stand = await httpCollector();
});
afterAll(() => stand.close());

const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

describe("who may ask", () => {
  const queries: readonly [string, RequestInit][] = [
    ["/v1/sites", {}],
    ["/v1/sites/shop/install", {}],
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
    await own.collector.stop();
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
