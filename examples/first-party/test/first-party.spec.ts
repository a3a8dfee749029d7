import { AsyncLocalStorage } from "node:async_hooks";
import { createServer, request as ask, type IncomingHttpHeaders, type IncomingMessage, type Server } from "node:http";
import { expect, test } from "@playwright/test";
import { httpCollector, type HttpCollector } from "../../../packages/collector/test/http-collector.js";
import { hello, sealStream, text, view } from "../../../packages/collector/test/seal-stream.js";
import { readPage, readSnippets } from "../../../packages/browser/test/snippets/read-snippets.js";
import { readRecipe, RECIPES } from "./start-recipe.js";

/** The tag as docs/sdk.md tells it. */
const TAG = readSnippets("docs/sdk.md").find(({ heading }) => heading === "From a path of your own site")?.code ?? "";
const PATIENCE = { timeout: 60_000 };
/** Requests a minute of one address. */
const MOST = 60;

/** What no page needs. */
const CLOSED = ["/", "/console/", "/v1/session", "/v1/live", "/v1/journeys?site=shop", "/metrics", "/healthz"];

const NEXT_PARTS: string = "next/experimental/testing/server.js";
interface NextParts {
  unstable_getResponseFromNextConfig(asked: { url: string; nextConfig: object }): Promise<object>;
  getRewrittenUrl(answer: object): string | null;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array;
  /** The address that a visitor comes from. */
  readonly from?: string;
}

/** A request as it is: nothing undone, nothing added. */
function send(url: string, { method = "GET", headers = {}, body, from }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const going = ask(url, { method, headers, ...(from !== undefined && { localAddress: from }) }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    going.on("error", reject).end(body);
  });
}

function tagOf({ headers }: Answer): string | undefined {
  return headers.etag?.replace(/-(?:br|gzip)"$/, '"');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

for (const recipe of RECIPES) {
  test.describe(recipe.name, () => {
    test.skip(recipe.missing !== null, recipe.missing ?? "");

    let stand: HttpCollector;
    let shop: Server;
    let origin: string;
    let stored = 0;
    let stop = async (): Promise<void> => undefined;
    const seen: IncomingMessage[] = [];

    test.beforeEach(async () => {
      const port = await freePort();
      origin = `http://127.0.0.1:${port}`;
      stored = 0;
      seen.length = 0;
      stand = await httpCollector({
        origins: [origin],
        now: Date.now,
        trustProxy: 1,
        limits: { streamsPerMinute: MOST },
        onCommitted: (events) => (stored += events),
        watch: (request) => seen.push(request),
      });
      shop = createServer((request, response) => {
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.setHeader("Set-Cookie", "basket=secret-basket");
        response.end(`<!doctype html><title>Shop</title><body>${request.url === "/" ? TAG : "<h1>Thanks</h1>"}
          <a href="/thanks">Pay</a>`);
      });
      await new Promise<void>((done) => shop.listen(0, "127.0.0.1", done));
      const { port: shopPort } = shop.address() as { port: number };
      stop = await recipe.start(port, `http://127.0.0.1:${shopPort}`, stand.url);
    });
    test.afterEach(async () => {
      await stop();
      shop.closeAllConnections();
      await new Promise((done) => shop.close(done));
      await stand.close();
    });

    test("a page is measured by its own site, to its last event", async ({ page }) => {
      const hosts = new Set<string>();
      page.on("request", (request) => hosts.add(new URL(request.url()).origin));
      await page.goto(`${origin}/`);
      await expect.poll(() => stored, PATIENCE).toBeGreaterThan(0);
      const before = stored;
      // The click and the end of the view go with a request that outlives the page.
      await page.click("text=Pay");
      await page.waitForURL("**/thanks");
      await expect.poll(() => stored, PATIENCE).toBeGreaterThanOrEqual(before + 2);
      expect([...hosts]).toEqual([origin]);
      expect(seen.length).toBeGreaterThan(0);
      for (const { headers } of seen) expect([headers.cookie, headers.authorization]).toEqual([undefined, undefined]);
    });

    test("scripts and key sets come through byte by byte", async () => {
      for (const path of [
        "/v1/wayseal.js?site=shop",
        "/v1/wayseal-0.1.0.js",
        "/v1/wayseal-0.1.0.js.sri",
        "/v1/plugins/errors-0.1.0.js",
        "/v1/words.json",
        "/v1/sites/shop/keys",
      ]) {
        const [direct, through] = [await send(stand.url + path), await send(`${origin}/stats${path}`)];
        expect([path, through.status]).toEqual([path, 200]);
        expect(through.body.equals(direct.body), path).toBe(true);
        // Some proxies ask for a coding of their own and undo it, and leave the tag of the coded answer.
        expect([path, tagOf(through)]).toEqual([path, tagOf(direct)]);
        for (const name of ["content-type", "cache-control", "content-encoding"]) {
          expect([path, name, through.headers[name]]).toEqual([path, name, direct.headers[name]]);
        }
      }
      const sri = (await send(`${origin}/stats/v1/wayseal-0.1.0.js.sri`)).body.toString().trim();
      const script = new Uint8Array((await send(`${origin}/stats/v1/wayseal-0.1.0.js`)).body);
      const digest = Buffer.from(await crypto.subtle.digest("SHA-384", script)).toString("base64");
      expect(sri).toBe(`sha384-${digest}`);
    });

    test("nothing else of the collector is reached", async () => {
      for (const path of CLOSED) await send(`${origin}/stats${path}`);
      expect(seen.map(({ url }) => url)).toEqual([]);
      // A preview's question is, and answered by the collector: nothing is told for a code that it has not given.
      const headers = { "Content-Type": "text/plain", Origin: origin };
      const body = Buffer.from('{"code":"none","fields":[]}');
      const told = await send(`${origin}/stats/v1/previews/explain`, { method: "POST", headers, body });
      expect(seen.map(({ url }) => url)).toEqual(["/v1/previews/explain"]);
      expect(told.headers["content-type"]).toContain("application/problem+json");
    });

    test("bodies pass as they come, of any bytes, up to 256 KiB", async () => {
      const big = () => text(JSON.stringify({ ...view, title: "T".repeat(400), more: "é".repeat(16_000) }));
      const events = [hello(), ...Array.from({ length: 7 }, big)];
      const envelope = Buffer.from(sealStream(stand.key, "shop", events).envelope());
      expect(envelope.length).toBeGreaterThan(220_000);
      const headers = { "Content-Type": "text/plain", Origin: origin };
      const answer = await send(`${origin}/stats/v1/streams`, { method: "POST", headers, body: envelope });
      expect([answer.status, answer.body.toString()]).toEqual([204, ""]);
      expect(stored).toBe(events.length);
      // One byte beyond the limit is refused, by the collector itself.
      const over = { method: "POST", headers, body: new Uint8Array(262_145) };
      const refused = await send(`${origin}/stats/v1/streams`, over).catch(() => null);
      if (refused !== null) expect(refused.body.toString()).toContain("too-large");

      // A body that is still under way has reached the collector already.
      seen.length = 0;
      const slow = ask(`${origin}/stats/v1/streams`, {
        method: "POST",
        headers: { ...headers, "Content-Length": String(envelope.length) },
      });
      slow.on("error", () => undefined);
      slow.write(envelope.subarray(0, 1000));
      await expect.poll(() => seen.length, PATIENCE).toBe(1);
      slow.destroy();
    });

    test("each visitor has their own limit, and cannot talk themselves out of it", async () => {
      test.skip(process.platform !== "linux", "only Linux has more loopback addresses than one without being told");
      const post = (from: string, said: string) =>
        send(`${origin}/stats/v1/streams`, {
          method: "POST",
          headers: { Origin: origin, "Content-Type": "text/plain", "X-Forwarded-For": said, "CF-Connecting-IP": said },
          body: new Uint8Array([1]),
          from,
        });
      let last: Answer | undefined;
      for (let sent = 0; sent <= MOST; sent++) last = await post("127.0.0.1", `203.0.113.${sent}`);
      expect(last?.status).toBe(429);
      expect(Number(last?.headers["retry-after"])).toBeGreaterThan(0);
      expect(last?.headers["access-control-allow-origin"]).toBe("*");
      expect(last?.headers["access-control-expose-headers"]).toBe("Retry-After");
      expect(last?.headers["content-type"]).toContain("application/problem+json");
      // Another visitor is not held to account for it.
      expect((await post("127.0.0.2", "127.0.0.1")).status).toBe(400);
    });
  });
}

test("where the collector trusts no proxy, all visitors share one limit", async () => {
  const recipe = RECIPES.find(({ name }) => name === "Express");
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const stand = await httpCollector({ origins: [origin], now: Date.now, limits: { streamsPerMinute: 1 } });
  const stop = await recipe?.start(port, "http://127.0.0.1:9", stand.url);
  const headers = { Origin: origin, "Content-Type": "text/plain" };
  const post = (from: string) =>
    send(`${origin}/stats/v1/streams`, { method: "POST", headers, body: new Uint8Array([1]), from });
  expect((await post("127.0.0.1")).status).toBe(400);
  if (process.platform === "linux") expect((await post("127.0.0.2")).status).toBe(429);
  await stop?.();
  await stand.close();
});

test("Next.js, asked by its own parts, passes on what pages need, and nothing else of the collector", async () => {
  // Its server sets it before it loads these.
  Object.assign(globalThis, { AsyncLocalStorage });
  // By a name that the compiler does not follow: its types would change those of the browser for all tests.
  const { unstable_getResponseFromNextConfig: ask, getRewrittenUrl } = (await import(NEXT_PARTS)) as NextParts;
  const { default: nextConfig } = await import("../next.config.mjs");
  const passed = async (path: string): Promise<string | null> =>
    getRewrittenUrl(await ask({ url: `http://shop.example/stats${path}`, nextConfig }));
  for (const path of [
    "/v1/streams",
    "/v1/wayseal.js?site=shop",
    "/v1/wayseal-0.1.0.js",
    "/v1/wayseal-0.1.0.js.sri",
    "/v1/wayseal-0.1.0-0a1b2c3d.js",
    "/v1/plugins/errors.js",
    "/v1/words.json",
    "/v1/previews/explain",
    "/v1/sites/shop/keys",
  ]) {
    expect(await passed(path)).toBe(`https://collector.example${path}`);
  }
  for (const path of CLOSED) expect([path, await passed(path)]).toEqual([path, null]);
});

test("docs/first-party.md shows these very files", () => {
  const page = readPage("docs/first-party.md");
  const files = [...RECIPES.map(({ file }) => file), "express-mounted.mjs", "next.config.mjs", "wrangler.toml"];
  for (const file of files) expect(page).toContain(readRecipe(file).trim());
});
