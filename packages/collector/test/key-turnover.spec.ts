import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Page, test } from "@playwright/test";
import { markCompromised } from "../src/admin/compromised-key.js";
import { rotateRecipient } from "../src/admin/recipient-keys.js";
import { type HttpCollector, httpCollector } from "./http-collector.js";

const DAY = 86_400_000;

/** A real collector and a shop's page, in one browser; the page is never loaded again. */
interface Open {
  readonly collector: HttpCollector;
  readonly page: Page;
  /** Loads the page with a clock of its own, which stands still until it is set. */
  startClock(at: number): Promise<void>;
  /** Lets the page report an event, and sends it. */
  track(name: string): Promise<void>;
  /** Recipient keys under which something arrived, and how much. */
  received(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

let opened: Open;
test.beforeEach(async ({ page }) => {
  const collector = await httpCollector({ origins: ["*"] });
  const tag = `<script src="${collector.url}/v1/wayseal.js?site=shop" data-consent="granted"></script>`;
  const shop = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end(`<title>Shop</title><body><h1>Tea</h1>${tag}`);
  });
  await new Promise<void>((done) => shop.listen(0, "127.0.0.1", done));
  await page.goto(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`);
  let loads = 0;
  page.on("load", () => loads++);
  opened = {
    collector,
    page,
    async startClock(at) {
      const url = page.url();
      // Away first: for the page that is open, time would run backwards.
      await page.goto("about:blank");
      await page.clock.setFixedTime(at);
      await page.goto(url);
      loads = 0;
    },
    track: (name) =>
      page.evaluate(async (name) => {
        const { wayseal } = window as unknown as {
          wayseal: { track(name: string): void; flush(): Promise<void> };
        };
        wayseal.track(name);
        await wayseal.flush();
      }, name),
    async received() {
      const uses = await collector.catalog.recipientUses();
      return Object.fromEntries([...uses].map(([kid, { events }]) => [kid, events]));
    },
    async close() {
      expect(loads).toBe(0);
      shop.closeAllConnections();
      shop.close();
      await collector.close();
    },
  };
});
test.afterEach(() => opened.close());

const rejected = () => opened.collector.catalog.rejected("shop", 0, Date.now() + 1);
const eventsUnder = async (kid: string) => (await opened.received())[kid] ?? 0;

test("a page that is open goes on while its key is turned over, and loses nothing", async () => {
  const { collector, track } = opened;
  const old = collector.key.kid;
  await track("before");
  await expect.poll(() => eventsUnder(old)).toBeGreaterThan(0);
  const before = await eventsUnder(old);
  await rotateRecipient.run(opened.collector.parts, { site: "shop", now: true });
  await track("after");
  await expect.poll(() => eventsUnder(old)).toBe(before + 1);
  expect(await rejected()).toEqual({});
});

test("a set that has expired is fetched again by the next stream of an open page, and not before", async () => {
  const { collector, page, track } = opened;
  const old = collector.key.kid;
  const at = Date.now();
  await opened.startClock(at);
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/v1/sites/shop/keys")) asked.push(request.method());
  });
  // Somebody else sits down at the browser.
  const nextStream = () => page.evaluate(() => (window as unknown as { wayseal: { reset(): void } }).wayseal.reset());
  await track("before");
  await expect.poll(() => eventsUnder(old)).toBeGreaterThan(0);
  await rotateRecipient.run(collector.parts, { site: "shop", now: true });
  const current = (await collector.catalog.recipientKeys("shop")).find(({ state }) => state === "current")!.kid;

  // Control: within its seven days the set is used, though there is another by now. What is tracked after so long begins
  // another session, and so a stream.
  await page.clock.setFixedTime(at + 6 * DAY);
  collector.forward(6 * DAY);
  const under = await eventsUnder(old);
  await track("with the set of before");
  await expect.poll(() => eventsUnder(old)).toBeGreaterThan(under);
  expect([asked, await eventsUnder(current)]).toEqual([[], 0]);

  await page.clock.setFixedTime(at + 8 * DAY);
  collector.forward(2 * DAY);
  const last = await eventsUnder(old);
  await track("with the set of now");
  await expect.poll(() => eventsUnder(current)).toBeGreaterThan(0);
  expect([asked, await eventsUnder(old)]).toEqual([["GET"], last]);
  // And once: the new set is in force for seven days.
  await nextStream();
  const more = await eventsUnder(current);
  await track("still");
  await expect.poll(() => eventsUnder(current)).toBeGreaterThan(more);
  expect(asked).toEqual(["GET"]);
  expect(await rejected()).toEqual({});
  for (const { expected, arrived } of await collector.catalog.loss("shop", 0, at + 30 * DAY)) {
    expect(arrived).toBe(expected);
  }
});

test("a key that is compromised under an open page: the next events go to the new key, without a reload", async () => {
  const { collector, track } = opened;
  const old = collector.key.kid;
  await track("before");
  await expect.poll(() => eventsUnder(old)).toBeGreaterThan(0);
  const under = await eventsUnder(old);
  const { current } = await markCompromised.run(opened.collector.parts, { kid: old, site: "shop" });
  // What was sealed to the old key before the page knew is refused and lost, and counted.
  await track("lost");
  await expect.poll(rejected).toEqual({ key: expect.any(Number) });
  await track("kept 1");
  await track("kept 2");
  // hello, and both.
  await expect.poll(() => eventsUnder(current!)).toBe(3);
  expect(await eventsUnder(old)).toBe(under);
  const counted = await rejected();
  await track("kept 3");
  await expect.poll(() => eventsUnder(current!)).toBe(4);
  expect(await rejected()).toEqual(counted);
  // The new stream says how much the old one sealed: the loss is known.
  const [day] = await collector.catalog.loss("shop", 0, Date.now() + 1);
  expect(day!.expected - day!.arrived).toBe(1);
});

test("what waits on the device for a key that retires is lost and counted, and does not stand in the way", async () => {
  const { collector, page, track } = opened;
  const old = collector.key.kid;
  await expect.poll(() => eventsUnder(old)).toBeGreaterThan(0);
  await page.route("**/v1/streams", (route) => route.abort());
  const before = await eventsUnder(old);
  for (const name of ["offline 1", "offline 2", "offline 3"]) await track(name);
  const { current } = await markCompromised.run(opened.collector.parts, { kid: old });
  expect(await eventsUnder(old)).toBe(before);
  await page.unroute("**/v1/streams");
  // Three events, and their hello, unless the collector knew that it had come before.
  await expect.poll(async () => (await rejected())["key"] ?? 0, { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
  const counted = await rejected();
  await track("online");
  await expect.poll(() => eventsUnder(current!), { timeout: 15_000 }).toBe(2);
  // Nothing is left that would be sent again and again.
  await track("once more");
  await expect.poll(() => eventsUnder(current!)).toBe(3);
  expect(await rejected()).toEqual(counted);
  const [day] = await collector.catalog.loss("shop", 0, Date.now() + 1);
  expect(day!.expected - day!.arrived).toBe(3);
});
