import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import { tcString } from "./tc-string.js";
import { startTinyCollector, type TinyCollector } from "./tiny-collector.js";

let collector: TinyCollector;

test.beforeEach(async () => {
  collector = await startTinyCollector();
});
test.afterEach(() => collector.close());

/** The IAB's libraries, as a platform's own script would load them. */
const LIBRARIES = ["@iabtcf/core", "@iabtcf/cmpapi", "@iabgpp/cmpapi"];
const folderOf = (name: string): string => dirname(fileURLToPath(import.meta.resolve(name)));
const stub = readFileSync(createRequire(import.meta.url).resolve("@iabtcf/stub"), "utf8");

interface Options {
  readonly plugins?: string;
  readonly head?: string;
  readonly body?: string;
}

/** Opens a page with the tag, plugins beside it, and the IAB's libraries to import. */
async function open(page: Page, { plugins = "", head = "", body = "" }: Options): Promise<void> {
  const imports = Object.fromEntries(LIBRARIES.map((name) => [name, `/iab/${name}/index.js`]));
  await page.route("**/iab/**", (route) => {
    const [, name = "", file = ""] = /\/iab\/(@\w+\/\w+)\/(.*)$/.exec(new URL(route.request().url()).pathname) ?? [];
    return route.fulfill({ path: join(folderOf(name), file), contentType: "text/javascript" });
  });
  collector.pages.set(
    "/",
    `<!doctype html><title>Page</title><link rel="icon" href="data:,">
     <script type="importmap">${JSON.stringify({ imports })}</script>${head}${plugins}
     <script async src="/v1/wayseal.js?site=shop" data-flush-interval="100"></script>
     <body><h1>Tea</h1><button>Press</button>${body}`,
  );
  await page.goto(`${collector.origin}/`);
}

const kept = (page: Page): Promise<boolean> =>
  page.evaluate(() => localStorage.getItem("wayseal:shop")?.includes('"granted"') ?? false);

test("web vitals arrive with value and rating and nothing else, those of a page's end too", async ({ page }) => {
  await open(page, {
    plugins: `<script async src="/v1/plugins/web-vitals.js"></script>`,
    body: `<p id="late">Late</p><script>
      setTimeout(() => { const box = document.createElement("div"); box.style.height = "300px"; document.body.prepend(box); }, 300);
      document.querySelector("button").onclick = () => { const end = performance.now() + 60; while (performance.now() < end); };
    </script>`,
  });
  await expect.poll(() => collector.of("vital").map(({ name }) => name)).toContain("FCP");
  const measured = (type: string): Promise<unknown> =>
    page.evaluate(
      (type) => new Promise((done) => new PerformanceObserver(done).observe({ type, buffered: true })),
      type,
    );
  await measured("layout-shift");
  await page.click("button");
  await measured("first-input");
  // The library takes in what it has observed when the page is idle, or after a second.
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        const idle = (then: () => void) => requestIdleCallback(() => then(), { timeout: 1200 });
        idle(() => idle(done));
      }),
  );
  collector.pages.set("/next", "<!doctype html><title>Next</title>");
  await page.goto(`${collector.origin}/next`);
  await expect
    .poll(() => [...new Set(collector.of("vital").map(({ name }) => name))].sort())
    .toEqual(["CLS", "FCP", "INP", "LCP", "TTFB"]);
  for (const vital of collector.of("vital")) {
    expect(Object.keys(vital).sort()).toEqual(["at", "name", "rating", "seq", "stream", "type", "value"]);
    expect(vital["value"]).toBeGreaterThanOrEqual(0);
    expect(vital["rating"]).toMatch(/^(good|needs-improvement|poor)$/);
  }
  expect(collector.of("vital").find(({ name }) => name === "CLS")?.["value"]).toBeGreaterThan(0);
});

test("errors arrive cleaned, once each, with their place", async ({ page }) => {
  const faults: string[] = [];
  page.on("pageerror", (fault) => faults.push(fault.message));
  await open(page, {
    plugins: `<script async src="/v1/plugins/errors.js" data-limit="5"></script>`,
    body: `<script>
      const ready = () => typeof window.wayseal?.track === "function";
      const go = () => {
        if (!ready()) return setTimeout(go, 20);
        for (let n = 0; n < 3; n++) setTimeout(() => { throw new Error("No price for ann@shop.example, card 4111 1111 1111 1111"); });
        Promise.reject(new TypeError("late"));
        Promise.reject({ email: "ann@shop.example" });
        setTimeout(() => JSON.parse('Alice Smith'));
        const image = document.createElement("img");
        image.src = "/missing/ann@shop.example.png?token=secret";
        document.body.append(image);
      };
      go();
    </script>`,
  });
  await expect.poll(() => collector.of("error").length).toBe(5);
  const said = collector.of("error").map(({ kind, message, source, line }) => ({ kind, message, source, line }));
  const here = `${collector.origin}/`;
  const line = expect.any(Number) as unknown;
  expect(said).toEqual(
    expect.arrayContaining([
      { kind: "error", message: "Error: No price for [email], card [number]", source: here, line },
      { kind: "rejection", message: "TypeError: late", source: here, line },
      { kind: "rejection", message: "Thrown: object", source: undefined, line: undefined },
      { kind: "resource", message: "img could not be loaded", source: `${here}missing/:email`, line: undefined },
    ]),
  );
  expect(JSON.stringify(said)).not.toMatch(/ann@|4111|Alice|secret/);
  // The page's own handling of errors is as it was.
  expect(faults.length).toBeGreaterThanOrEqual(4);
});

test("TCF: the IAB's stub and library decide what is kept, whichever comes first", async ({ page }) => {
  await open(page, { plugins: `<script async src="/v1/plugins/tcf.js"></script>` });
  await expect.poll(() => collector.of("page_view").length).toBe(1);
  // The stub comes later than the adapter, and the platform later than the stub.
  await page.addScriptTag({ content: `var module; ${stub}` });
  await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
  expect(await kept(page)).toBe(false);
  await page.evaluate(
    `import("@iabtcf/cmpapi").then(({ CmpApi }) => { window.cmp = new CmpApi(31, 1, true); cmp.update("${tcString([])}", true); })`,
  );
  expect(await kept(page)).toBe(false);
  const choose = (purposes: number[]) => page.evaluate(`cmp.update("${tcString(purposes)}", false)`);
  await choose([1, 8]);
  expect(await kept(page)).toBe(false);
  await choose([1, 8, 10]);
  await expect.poll(() => kept(page)).toBe(true);
  await choose([2, 3]);
  await expect.poll(() => kept(page)).toBe(false);
  await expect.poll(() => collector.of("consent").map(({ choice }) => choice)).toEqual(["granted", "none"]);
});

test("GPP: the IAB's library decides, and an opt-out withdraws", async ({ page }) => {
  const platform = `<script>
    __gpp = (...args) => args.length ? void __gpp.queue.push(args) : __gpp.queue; __gpp.queue = [];
    </script><script type="module">
    import { CmpApi } from "@iabgpp/cmpapi";
    window.cmp = new CmpApi(31, 1);
    cmp.setFieldValue("usca", "SaleOptOutNotice", 1);
    cmp.setFieldValue("usca", "SaleOptOut", 2);
    cmp.setApplicableSections([8]);
    cmp.setSignalStatus("ready");
  </script>`;
  await open(page, { plugins: `<script async src="/v1/plugins/gpp.js"></script>`, head: platform });
  await expect.poll(() => kept(page)).toBe(true);
  await page.evaluate(`cmp.setFieldValue("usca", "SharingOptOut", 1); cmp.fireSectionChange("usca");`);
  await expect.poll(() => kept(page)).toBe(false);
});

test("a platform that never comes withdraws what an earlier page was granted", async ({ page }) => {
  await open(page, { plugins: "" });
  await page.waitForFunction("typeof window.wayseal?.track === 'function'");
  await page.evaluate(`wayseal.consent("granted")`);
  expect(await kept(page)).toBe(true);
  await open(page, { plugins: `<script async src="/v1/plugins/tcf.js" data-patience="700"></script>` });
  // Until then the visitor's last choice here holds, so that each page is not a new visitor's.
  expect(await kept(page)).toBe(true);
  await expect.poll(() => kept(page)).toBe(false);
});

// docs/sdk.md shows the plugin, from the package and as a tag.
test("a stream begins with a token that is good, waits for one where it must, and the page waits for neither", async ({
  page,
}) => {
  const tokens = ["first", "second"].map((name) => {
    const claims = { aud: "shop", exp: Math.floor(Date.now() / 1000) + (name === "first" ? 1 : 600), name };
    return `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;
  });
  const answers: { readonly status: number; readonly body: string }[] = [
    { status: 403, body: tokens[0] ?? "" },
    { status: 200, body: JSON.stringify({ token: tokens[0] }) },
    { status: 200, body: tokens[1] ?? "" },
  ];
  let asked = 0;
  let release = (): void => undefined;
  const held = new Promise<void>((done) => (release = done));
  await page.route("**/token", async (route) => {
    const answer = answers[asked++] ?? { status: 500, body: "" };
    if (asked === 2) await held;
    await route.fulfill(answer);
  });
  await open(page, { plugins: `<script src="/v1/plugins/ingest-token.js" data-url="/token"></script>` });
  await page.waitForFunction("typeof window.wayseal?.track === 'function'");
  await page.click("button");
  await expect.poll(() => asked).toBe(2);
  // Refused once and now kept waiting: nothing went without a token.
  expect(collector.events).toEqual([]);
  release();
  await expect.poll(() => collector.of("click").length).toBe(1);
  expect(collector.of("hello").map(({ token }) => token)).toEqual([tokens[0]]);
  // The first has ended by the time of the next stream; the second lasts for the one after that.
  await page.waitForFunction((end) => Date.now() >= end, Date.now() + 1000);
  await page.evaluate("wayseal.reset()");
  await expect.poll(() => asked).toBe(3);
  await page.evaluate("wayseal.track('Second')");
  await expect.poll(() => collector.of("track").length).toBe(1);
  await page.evaluate("wayseal.reset(); wayseal.track('Third')");
  await expect.poll(() => collector.of("track").length).toBe(2);
  expect(collector.of("hello").map(({ token }) => token)).toEqual([tokens[0], tokens[1], tokens[1]]);
  expect(asked).toBe(3);
});
