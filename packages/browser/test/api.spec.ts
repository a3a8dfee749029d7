import { expect, test } from "@playwright/test";
import { keptOnDevice } from "./kept-on-device.js";
import { call, html, ready, type Scope } from "./tag-page.js";
import { chunkEnd, startTinyCollector, type TinyCollector } from "./tiny-collector.js";

let collector: TinyCollector;

test.beforeEach(async () => {
  collector = await startTinyCollector();
  collector.pages.set("/", html(`<script async src="/v1/wayseal.js?site=shop"></script>`));
});
test.afterEach(() => collector.close());

test("answers calls made before it came, in order, and both ways of calling after", async ({ page }) => {
  const stub = `<script>window.wayseal = window.wayseal || function(){(wayseal.q = wayseal.q || []).push(arguments)};
    wayseal("track", "one", {n: 1}); wayseal("identify", "user-1", {plan: "gold", token: "signed"});</script>`;
  collector.pages.set("/", html(`${stub}<script async src="/v1/wayseal.js?site=shop"></script>`));
  await page.goto(`${collector.origin}/`);
  await ready(page);
  await call(page, "track", "two");
  await page.evaluate(() => (window as unknown as Scope).wayseal["track"]?.("three"));
  await expect.poll(() => collector.of("track").map(({ name }) => name)).toEqual(["one", "two", "three"]);
  expect(collector.of("track")[0]).toMatchObject({ properties: { n: 1 } });
  expect(collector.of("identify")).toMatchObject([{ user: "user-1", traits: { plan: "gold" }, token: "signed" }]);
});

test("works under a strict content security policy", async ({ page }) => {
  collector.pageHeaders["Content-Security-Policy"] =
    `default-src 'none'; script-src ${collector.origin}; connect-src ${collector.origin}; form-action 'self'; ` +
    `require-trusted-types-for 'script'; trusted-types 'none'`;
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (fault) => complaints.push(String(fault)));
  await page.goto(`${collector.origin}/`);
  await page.fill("[name=city]", "Lisbon");
  await page.locator("[name=city]").blur();
  await expect.poll(() => collector.of("field").length).toBe(1);
  expect(complaints.filter((text) => !text.includes("favicon"))).toEqual([]);
});

test("works from a path of the merchant's own site", async ({ page }) => {
  collector.pages.set("/", html(`<script async src="/stats/v1/wayseal.js?site=shop"></script>`));
  const paths: string[] = [];
  page.on("request", (request) => paths.push(new URL(request.url()).pathname));
  await page.goto(`${collector.origin}/`);
  await expect.poll(() => collector.of("page_view").length).toBe(1);
  expect(paths).toContain("/stats/v1/streams");
});

test("the immutable script takes a key set that the site's signing key has signed", async ({ page }) => {
  const tag = `<script async src="/v1/wayseal-0.1.0.js" data-site="shop" data-key="${collector.signingKey}"></script>`;
  collector.pages.set("/", html(tag));
  await page.goto(`${collector.origin}/`);
  await expect.poll(() => collector.of("page_view").length).toBe(1);
  expect(collector.keyRequests).toBe(1);
});

test("the immutable script refuses a key set signed by another, and the page goes on", async ({ page }) => {
  const other = await startTinyCollector();
  await other.close();
  const tag = `<script async src="/v1/wayseal-0.1.0.js" data-site="shop" data-key="${other.signingKey}"></script>`;
  collector.pages.set("/", html(tag)).set("/thanks", "<h1>Thanks</h1>");
  await page.goto(`${collector.origin}/`);
  await expect.poll(() => collector.keyRequests).toBeGreaterThan(0);
  await page.fill("[name=city]", "Lisbon");
  await page.click("button");
  await page.waitForURL("**/thanks?city=Lisbon");
  expect(collector.bodies).toEqual([]);
});

test("fetches the key set again and begins a new stream when its key is refused", async ({ page }) => {
  await page.goto(`${collector.origin}/`);
  await expect.poll(() => collector.of("page_view").length).toBe(1);
  await collector.rotate();
  await call(page, "track", "refused");
  await expect.poll(() => collector.keyRequests).toBe(1);
  await call(page, "track", "taken");
  await expect.poll(() => collector.of("track").map(({ name }) => name)).toEqual(["taken"]);
  expect(new Set(collector.events.map(({ stream }) => stream)).size).toBe(2);
});

test("loads the fallback chunk only where WebCrypto has no X25519, and seals the same", async ({ page }) => {
  const chunks = (): number => collector.paths.filter((path) => path.endsWith(chunkEnd("x25519.js"))).length;
  await page.goto(`${collector.origin}/`);
  await expect.poll(() => collector.of("page_view").length).toBe(1);
  expect(chunks()).toBe(0);
  await page.addInitScript(() => {
    const refuse = () => Promise.reject(new DOMException("unknown", "NotSupportedError"));
    Object.assign(SubtleCrypto.prototype, { generateKey: refuse });
  });
  await page.reload();
  await expect.poll(() => collector.of("page_view").length).toBe(2);
  expect(chunks()).toBe(1);
});

test("works where there is no WebCrypto at all, with the key set that came with the script", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(Crypto.prototype, "subtle", { value: undefined });
  });
  await page.goto(`${collector.origin}/`);
  await expect.poll(() => collector.of("page_view").length).toBe(1);
});

test("reset makes another visitor in another stream, with no tie between them", async ({ page }) => {
  collector.pages.set("/", html(`<script async src="/v1/wayseal.js?site=shop" data-consent="granted"></script>`));
  await page.goto(`${collector.origin}/`);
  await ready(page);
  await call(page, "track", "before");
  await call(page, "reset");
  await call(page, "track", "after");
  await expect.poll(() => collector.of("track").length).toBe(2);
  const [before, after] = collector.of("track");
  expect(collector.of("reset")).toMatchObject([{ stream: before?.stream }]);
  expect(after?.stream).not.toBe(before?.stream);
  const hellos = collector.of("hello");
  expect(new Set(hellos.map(({ visitor }) => visitor)).size).toBe(2);
  expect(new Set(hellos.map(({ session }) => session)).size).toBe(2);
  expect(hellos.find(({ stream }) => stream === after?.stream)).not.toHaveProperty("previous");
});

test("consent begins to keep ids, and its withdrawal forgets them", async ({ page }) => {
  const ids = (): Promise<string | null> => page.evaluate(() => localStorage.getItem("wayseal:shop"));
  await page.goto(`${collector.origin}/`);
  await ready(page);
  expect(await ids()).toBeNull();
  await call(page, "consent", "granted");
  expect(JSON.parse((await ids()) ?? "{}")).toHaveProperty("visitor");
  await call(page, "track", "agreed");
  await expect.poll(() => collector.of("track").length).toBe(1);
  await page.reload();
  await ready(page);
  await call(page, "consent", { analytics: false });
  expect(await ids()).toBeNull();
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  await call(page, "track", "alone");
  await expect.poll(() => collector.of("track").length).toBe(2);
  expect(collector.of("consent").map(({ choice }) => choice)).toEqual(["granted", "none"]);
  const of = (name: string) => {
    const event = collector.of("track").find((track) => track["name"] === name);
    return collector.of("hello").find(({ stream }) => stream === event?.stream);
  };
  expect(of("agreed")).toMatchObject({ consent: "granted" });
  expect(of("alone")).toMatchObject({ consent: "none" });
  expect(of("alone")?.["visitor"]).not.toBe(of("agreed")?.["visitor"]);
});

test("a site may ask for consent first", async ({ page }) => {
  collector.pages.set("/", html(`<script async src="/v1/wayseal.js?site=shop" data-require-consent></script>`));
  await page.goto(`${collector.origin}/`);
  await ready(page);
  await call(page, "track", "too early");
  await page.waitForTimeout(3000);
  expect(collector.bodies).toEqual([]);
  await call(page, "consent", "granted");
  await call(page, "track", "in time");
  await expect.poll(() => collector.of("track").map(({ name }) => name)).toEqual(["in time"]);
});

test("Global Privacy Control keeps a visitor without stored ids, whatever the page says", async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "globalPrivacyControl", { value: true }));
  collector.pages.set("/", html(`<script async src="/v1/wayseal.js?site=shop" data-consent="granted"></script>`));
  await page.goto(`${collector.origin}/`);
  await ready(page);
  await call(page, "consent", "granted");
  await call(page, "track", "x");
  await expect.poll(() => collector.of("track").length).toBe(1);
  expect(collector.of("hello")).toMatchObject([{ consent: "none", gpc: true }]);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test("who turns Global Privacy Control on is somebody new to a site that they had agreed to, and what it kept is gone", async ({
  page,
}) => {
  collector.pages.set("/", html(`<script async src="/v1/wayseal.js?site=shop" data-consent="granted"></script>`));
  const visit = async (visits: number): Promise<void> => {
    await page.goto(`${collector.origin}/`);
    await expect.poll(() => collector.of("page_view").length).toBe(visits);
  };
  await visit(1);
  await visit(2);
  await page.addInitScript(() => Object.defineProperty(navigator, "globalPrivacyControl", { value: true }));
  await visit(3);
  expect(await page.evaluate(keptOnDevice)).toMatchObject({ records: 0 });
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  const [first, second, third] = collector.of("hello");
  // The control: until then it was one visitor in one session, whose streams name those before.
  expect(second).toMatchObject({ visitor: first?.["visitor"], session: first?.["session"], consent: "granted" });
  expect(second?.["previous"]).toBeTruthy();
  expect(third).toMatchObject({ gpc: true, consent: "none" });
  expect(third?.["visitor"]).not.toBe(first?.["visitor"]);
  expect(third?.["session"]).not.toBe(first?.["session"]);
  expect(third?.["previous"]).toBeUndefined();
});

test("optOut is total and remembered, whatever is granted later; optIn ends it", async ({ page }) => {
  collector.pages.set("/", html(`<script async src="/v1/wayseal.js?site=shop" data-consent="granted"></script>`));
  // What waits on the device and in memory goes with the wish.
  collector.failing = 503;
  await page.goto(`${collector.origin}/`);
  await ready(page);
  await expect.poll(async () => (await page.evaluate(keptOnDevice)).records).toBeGreaterThan(0);
  await call(page, "track", "unwanted");
  await call(page, "optOut");
  collector.failing = 0;
  await call(page, "track", "unwanted");
  await call(page, "consent", "granted");
  const wish = { text: `{"wayseal:shop:out":"1"}\n{}\n`, records: 0 };
  await expect.poll(() => page.evaluate(keptOnDevice)).toEqual(wish);
  await page.reload();
  await ready(page);
  await call(page, "consent", "granted");
  await call(page, "track", "unwanted");
  await page.evaluate(() => (window as unknown as Scope).wayseal["flush"]?.());
  expect(await page.evaluate(keptOnDevice)).toEqual(wish);
  // What could still be sent would go with the page.
  await page.goto("about:blank");
  await page.goto(`${collector.origin}/`);
  await ready(page);
  expect(collector.events).toEqual([]);
  await call(page, "optIn");
  await call(page, "track", "wanted");
  await expect.poll(() => collector.of("track").map(({ name }) => name)).toEqual(["wanted"]);
  expect(await page.evaluate(() => localStorage.getItem("wayseal:shop:out"))).toBeNull();
});

test("the npm bundle starts by import, and only init throws; the tag says a wrong option on the console, once, and does not start", async ({
  page,
}) => {
  const said: string[] = [];
  page.on("console", (message) => {
    if (message.text().startsWith("wayseal")) said.push(`${message.type()} ${message.text()}`);
  });
  collector.pages.set(
    "/",
    html(`<script src="/v1/wayseal.js"></script>
    <script>
      wayseal("init", { site: "shop", key: "${collector.signingKey}", beforeSend: "redact" });
      wayseal("track", "from the tag");
    </script>
    <script type="module">
      import { init, OptionsError } from "/v1/wayseal-module.js";
      const faults = [];
      for (const options of [undefined, {}, {site: "Shop!"}, {site: "shop", collector: "ftp://x"}, {site: "shop", collector: "/"},
        {site: "shop", collector: "/", key: "AAAA"}, ...[{sample: "0.5"}, {sample: NaN}, {token: 5}, {requireconsent: true}].map((more) =>
          ({ site: "shop", collector: "/", key: "${collector.signingKey}", ...more })), ...[5, "alert", {}, false].map((beforeSend) =>
          ({ site: "shop", collector: "/", key: "${collector.signingKey}", beforeSend }))]) {
        try { init(options); faults.push("none"); } catch (fault) { faults.push(fault instanceof OptionsError ? fault.message.split('"')[1] : String(fault)); }
      }
      window.faults = faults;
      window.client = init({ site: "shop", collector: "/", key: "${collector.signingKey}", allow: ["city"] });
      window.same = window.client === init({ site: "shop", collector: "/" });
      client.track("from npm");
    </script>`),
  );
  await page.goto(`${collector.origin}/`);
  await expect.poll(() => collector.of("track").map(({ name }) => name)).toEqual(["from npm"]);
  expect(said).toEqual([expect.stringMatching(/^error wayseal: OptionsError: "beforeSend" is missing or wrong/)]);
  expect(await page.evaluate(() => (window as unknown as { faults: string[] }).faults)).toEqual([
    ...["site", "site", "site", "collector", "key", "key", "sample", "sample", "token", "requireconsent"],
    ...Array<string>(4).fill("beforeSend"),
  ]);
  expect(await page.evaluate(() => (window as unknown as { same: boolean }).same)).toBe(true);
});

test("runs plugins that came before the script, after it and before init, cleans what they emit, and ends them", async ({
  page,
}) => {
  const plugin = (
    name: string,
  ): string => `<script>(window.wayseal ??= function () { (wayseal.q ??= []).push(arguments) })
    ("use", ({ emit, listen, onStop, window }) => {
      emit({ type: "vital", name: "${name}", value: 12.5, rating: "good", secret: "left out" });
      listen(window, "blame", () => emit({ type: "error", message: "jane@example.com has 123456789", source: "https://a.example/b.js?t=1" }));
      onStop(() => (window.${name} = true));
    })</script>`;
  collector.pages.set("/", html(`${plugin("before")}<script src="/v1/wayseal.js"></script>${plugin("between")}`));
  await page.goto(`${collector.origin}/`);
  await ready(page);
  await call(page, "init", { site: "shop" });
  await page.evaluate(() => void window.dispatchEvent(new Event("blame")));
  await expect.poll(() => collector.of("error").length).toBe(2);
  const strip = ({ type, name, value, rating, message, source, secret }: Record<string, unknown>) =>
    ({ type, name, value, rating, message, source, secret }) as unknown;
  expect(collector.of("vital").map(strip)).toEqual(
    ["before", "between"].map((name) => ({ type: "vital", name, value: 12.5, rating: "good" })),
  );
  expect(strip(collector.of("error")[0] as never)).toEqual({
    ...{ type: "error", message: "[email] has [number]", source: "https://a.example/b.js" },
  });
  await call(page, "stop");
  expect(await page.evaluate(() => [(window as never)["before"], (window as never)["between"]])).toEqual([true, true]);
  await page.evaluate(() => void window.dispatchEvent(new Event("blame")));
  await page.waitForTimeout(300);
  expect(collector.of("error").length).toBe(2);
});
