import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { keptOnDevice } from "./kept-on-device.js";
import { call, html } from "./tag-page.js";
import { startTinyCollector, type TinyCollector } from "./tiny-collector.js";

let collector: TinyCollector;

test.beforeEach(async () => {
  collector = await startTinyCollector();
  const tag = (attributes: string): string => `<script src="/v1/wayseal.js?site=shop" ${attributes}></script>`;
  const body = `<form id="f"><input name="city" data-wayseal="allow"><button>Go</button></form><a href="/next">Next</a>`;
  collector.pages
    .set("/", `<title>Home</title><body>${tag("")}${body}`)
    .set("/agreed", `<title>Agreed</title><body>${tag(`data-consent="granted"`)}${body}`)
    .set("/refused", `<title>Refused</title><body>${tag(`data-consent="none"`)}${body}`)
    .set("/next", `<title>Next</title>`)
    .set("/agreed-empty", `<title>Empty</title><body>${tag(`data-consent="granted"`)}`);
});
test.afterEach(() => collector.close());

const stored = (page: Page): Promise<{ text: string; records: number }> => page.evaluate(keptOnDevice);

test("a click and at once a navigation: click, field, abandoned form and leave all arrive", async ({ page }) => {
  await page.goto(`${collector.origin}/`);
  await page.fill("[name=city]", "Lisbon");
  await page.click("a");
  await page.waitForURL("**/next");
  await expect.poll(() => collector.of("page_leave").length).toBe(1);
  expect(collector.of("click")).toMatchObject([{ role: "link", name: "Next", target: `${collector.origin}/next` }]);
  expect(collector.of("field")).toMatchObject([{ field: "city", value: "Lisbon", filled: true }]);
  expect(collector.of("form_abandon")).toMatchObject([{ form: "f", field: "city", filled: 1 }]);
  const { engaged } = collector.of("page_leave")[0] as unknown as { engaged: number };
  expect(engaged).toBeGreaterThan(0);
  // Every number of the stream is there: nothing was lost, nothing came twice.
  const numbers = collector.events.map(({ seq }) => seq).sort((a, b) => a - b);
  expect(numbers).toEqual(numbers.map((_, i) => i));
  expect(collector.repeats).toBe(0);
});

test("a page that is hidden hands over what waits: a phone may end it there without another word", async ({ page }) => {
  // So long that nothing else sends it.
  const tag = `<script src="/v1/wayseal.js?site=shop" data-flush-interval="600000"></script>`;
  collector.pages.set("/", html(tag));
  await page.goto(`${collector.origin}/`);
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => /wayseal-.*js$/.test(name)),
  );
  await call(page, "track", "Seen");
  // The control: it is not hidden yet, and nothing has left.
  expect(collector.bodies).toEqual([]);
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect.poll(() => collector.of("track").map(({ name }) => name)).toEqual(["Seen"]);
  // It was not left: it may be shown again.
  expect(collector.of("page_leave")).toEqual([]);
});

test("without consent nothing is kept on the device, and no visitor outlives the page", async ({ page }) => {
  collector.failing = 503;
  await page.goto(`${collector.origin}/`);
  await page.fill("[name=city]", "Lisbon");
  await expect.poll(() => collector.bodies.length).toBeGreaterThan(0);
  expect(await stored(page)).toEqual({ text: "{}\n{}\n", records: 0 });
  collector.failing = 0;
  await page.reload();
  await page.reload();
  await expect.poll(() => new Set(collector.of("hello").map(({ visitor }) => visitor)).size).toBeGreaterThan(1);
});

test("with consent the device keeps ciphertext only, until the collector is back, and each event arrives once", async ({
  page,
}) => {
  collector.failing = -1;
  await page.goto(`${collector.origin}/agreed`);
  await page.fill("[name=city]", "Lisbon");
  await page.evaluate(() =>
    (window as unknown as { wayseal: (...args: unknown[]) => void }).wayseal("track", "canary-name", {
      note: "canary-note",
    }),
  );
  await page.click("button");
  await page.waitForURL("**/agreed?city=Lisbon");
  const before = await stored(page);
  expect(before.records).toBeGreaterThan(3);
  for (const word of ["Lisbon", "canary", "agreed", "page_view"]) expect(before.text).not.toContain(word);
  // The control: what the device keeps is looked at, and its ids are found.
  expect(before.text).toContain("granted");

  collector.failing = 0;
  await page.goto(`${collector.origin}/agreed-empty`);
  await expect.poll(() => collector.of("track").length, { timeout: 20_000 }).toBe(1);
  expect(collector.of("track")).toMatchObject([{ name: "canary-name", properties: { note: "canary-note" } }]);
  expect(collector.of("field")).toMatchObject([{ value: "Lisbon" }]);
  await expect.poll(async () => (await stored(page)).records).toBe(0);
  expect(new Set(collector.of("hello").map(({ visitor }) => visitor)).size).toBe(1);
  // Later streams name the earlier ones, so that a lost tail is known.
  expect(collector.of("hello").some(({ previous }) => Array.isArray(previous) && previous.length > 0)).toBe(true);
});

test("what waits on the device is deleted by the first page that has no consent", async ({ page }) => {
  collector.failing = -1;
  await page.goto(`${collector.origin}/agreed`);
  await expect.poll(async () => (await stored(page)).records).toBeGreaterThan(0);
  await page.goto(`${collector.origin}/refused`);
  await expect.poll(() => stored(page)).toEqual({ text: "{}\n{}\n", records: 0 });
});

test("a collector that comes back gets this page's events once", async ({ page }) => {
  collector.failing = 503;
  await page.goto(`${collector.origin}/agreed`);
  await expect.poll(() => collector.bodies.length).toBeGreaterThan(1);
  expect(collector.events).toEqual([]);
  collector.failing = 0;
  await expect.poll(() => collector.of("page_view").length, { timeout: 20_000 }).toBe(1);
  expect(collector.repeats).toBe(0);
});

test("two tabs of one site send one queue once", async ({ context }) => {
  collector.failing = -1;
  const first = await context.newPage();
  await first.goto(`${collector.origin}/agreed`);
  for (let i = 0; i < 20; i++)
    await first.evaluate((i) => (window as unknown as Wayseal).wayseal.track(`event-${i}`), i);
  await first.goto(`${collector.origin}/next`);
  await first.waitForTimeout(11_000);
  collector.failing = 0;
  collector.delay = 300;
  const pages = await Promise.all([tab(context), tab(context), tab(context)]);
  await expect.poll(() => collector.of("track").length, { timeout: 15_000 }).toBe(20);
  await pages[0]?.waitForTimeout(3000);
  expect(collector.of("track").map(({ name }) => name)).toHaveLength(20);
  expect(collector.repeats).toBe(0);
});

interface Wayseal {
  readonly wayseal: { track(name: string, properties?: object): void };
}

async function tab(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${collector.origin}/agreed-empty`);
  return page;
}
