import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { bundle } from "./snippets/bundle.js";
import { readSnippets } from "./snippets/read-snippets.js";
import { chunkEnd, startTinyCollector, type TinyCollector } from "./tiny-collector.js";

/** The very policies of docs/sdk.md, in its order. */
const [BY_HOST = "", BY_HASH = "", PACKAGE = "", OWN_PATH = "", ...more] = readSnippets("docs/sdk.md")
  .filter(({ heading }) => heading === "Content-Security-Policy")
  .map(({ code }) => code);
const HOST = "https://collector.example";
/** A page that allows nothing else. */
const STRICT = "default-src 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

let collector: TinyCollector;
let other: Server;
let shop: string;
const pages = new Map<string, string>();
let policy = "";

test.beforeEach(async () => {
  collector = await startTinyCollector();
  pages.clear();
  // The merchant's own site: another origin, where `/stats` leads to the collector.
  other = createServer((request, response) => {
    void (async () => {
      const path = request.url ?? "/";
      const page = pages.get(path);
      if (page !== undefined) {
        const type = path.endsWith(".js") ? "javascript" : "html";
        response.setHeader("Content-Type", `text/${type}; charset=utf-8`);
        response.setHeader("Content-Security-Policy", `${STRICT}; ${policy}`);
        return void response.end(page);
      }
      if (!path.startsWith("/stats/")) return void response.writeHead(404).end();
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = "GET" } = request;
      const answer = await fetch(collector.origin + path.slice("/stats".length), {
        method,
        ...(method === "POST" && { body: Buffer.concat(chunks) }),
      });
      response.writeHead(answer.status, { "Content-Type": answer.headers.get("content-type") ?? "text/plain" });
      response.end(Buffer.from(await answer.arrayBuffer()));
    })();
  });
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  shop = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
});
test.afterEach(async () => {
  other.closeAllConnections();
  await new Promise((done) => other.close(done));
  await collector.close();
});

const integrity = async (file = "wayseal-0.1.0.js"): Promise<string> => {
  const script = await (await fetch(`${collector.origin}/v1/${file}`)).arrayBuffer();
  return `sha384-${Buffer.from(await crypto.subtle.digest("SHA-384", script)).toString("base64")}`;
};
const tag = (): string => `<script async src="${collector.origin}/v1/wayseal.js?site=shop"></script>`;
const pinned = (hash: string): string =>
  `<script async src="${collector.origin}/v1/wayseal-0.1.0.js" integrity="${hash}" crossorigin="anonymous"
    data-site="shop" data-key="${collector.signingKey}"></script>`;

interface Way {
  readonly name: string;
  readonly policy: string;
  /** Puts what is needed into `pages`. @returns What the page holds. */
  readonly body: () => Promise<string> | string;
}

const WAYS: readonly Way[] = [
  { name: "the tag", policy: BY_HOST, body: tag },
  { name: "the pinned tag", policy: BY_HOST, body: async () => pinned(await integrity()) },
  { name: "the pinned tag, by its hash", policy: BY_HASH, body: async () => pinned(await integrity()) },
  {
    name: "the npm package",
    policy: PACKAGE,
    async body() {
      const options = JSON.stringify({ site: "shop", collector: collector.origin, key: collector.signingKey });
      pages.set("/app.js", await bundle(`import { init } from "@wayseal/browser";\ninit(${options});`));
      return `<script type="module" src="/app.js"></script>`;
    },
  },
  {
    name: "a path of the merchant's own site",
    policy: OWN_PATH,
    body: () => `<script async src="/stats/v1/wayseal.js?site=shop"></script>`,
  },
];

for (const way of WAYS) {
  test(`${way.name} needs no more than the policy that is told for it`, async ({ page }) => {
    // The script's hash, and then its chunk's.
    const hashes = [await integrity(), await integrity(`wayseal-0.1.0${chunkEnd("rest.js")}`)];
    const filled = async () => {
      let next = 0;
      return way.policy.replaceAll(HOST, collector.origin).replace(/sha384-…/g, () => hashes[next++] ?? "");
    };
    pages.set(
      "/",
      `<!doctype html><title>Page</title><body>${await way.body()}<button>Buy</button><input name="city">`,
    );
    const violations: string[] = [];
    const faults: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().includes("favicon")) violations.push(message.text());
    });
    page.on("pageerror", (fault) => faults.push(String(fault)));

    policy = await filled();
    await page.goto(`${shop}/`);
    await page.fill("[name=city]", "Lisbon");
    await page.locator("[name=city]").blur();
    // What the chunk watches.
    await expect
      .poll(
        async () => {
          await page.click("button");
          return collector.of("click").length;
        },
        { timeout: 60_000 },
      )
      .toBeGreaterThan(0);
    await expect.poll(() => collector.of("page_view").length, { timeout: 60_000 }).toBe(1);
    await expect.poll(() => collector.of("field").length, { timeout: 60_000 }).toBe(1);
    expect([violations, faults]).toEqual([[], []]);

    // Each half of the policy is needed: without it nothing arrives, the browser says why, and the page goes on.
    for (const half of policy.split("; ")) {
      violations.length = 0;
      policy = (await filled())
        .split("; ")
        .filter((part) => part !== half)
        .join("; ");
      await page.goto(`${shop}/`);
      await expect.poll(() => violations.length, { timeout: 60_000 }).toBeGreaterThan(0);
      expect(violations.join()).toContain("Content Security Policy");
      await page.fill("[name=city]", "Porto");
      expect(collector.of("page_view").length).toBe(1);
      expect(faults).toEqual([]);
    }
  });
}

test("docs/sdk.md tells no policy that is not tried here", () => {
  expect(more).toEqual([]);
  expect(WAYS.map(({ policy: told }) => told)).not.toContain("");
});

test("a byte that was changed in a pinned script is refused by the browser, and the page goes on", async ({ page }) => {
  policy = "script-src *; connect-src *";
  const script = await (await fetch(`${collector.origin}/v1/wayseal-0.1.0.js`)).text();
  const hash = await integrity();
  let changed = false;
  await page.route("**/v1/wayseal-0.1.0.js", (route) =>
    route.fulfill({
      headers: { "Content-Type": "text/javascript", "Access-Control-Allow-Origin": "*" },
      body: changed ? script.replace(/.$/s, (last) => `${last} `) : script,
    }),
  );
  pages.set("/", `<!doctype html><title>Page</title><body>${pinned(hash)}<input name="city">`);
  // The control: the same way, with the bytes as they are.
  await page.goto(`${shop}/`);
  await expect.poll(() => collector.of("page_view").length, { timeout: 60_000 }).toBe(1);

  changed = true;
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  await page.goto(`${shop}/`);
  await expect.poll(() => said.join(), { timeout: 60_000 }).toContain("integrity");
  await page.fill("[name=city]", "Lisbon");
  expect(await page.evaluate("typeof wayseal")).toBe("undefined");
  expect(collector.of("page_view").length).toBe(1);
});
