import { expect } from "@playwright/test";
import { keptOnDevice } from "../kept-on-device.js";
import type { TinyCollector } from "../tiny-collector.js";
import type { Engine, Tab } from "./engine.js";
import { test } from "./engine-test.js";

const TAG = `<script src="/v1/wayseal.js?site=shop" data-flush-interval="100"></script>`;
const PAGE = `<!doctype html><title>Shop</title>${TAG}<body><button id="b">Press</button>`;

const call = (tab: Tab, ...args: readonly string[]): Promise<void> =>
  tab.evaluate(
    (args) => void (window as unknown as { wayseal: (...args: readonly string[]) => void }).wayseal(...args),
    args,
  );
/** Under which hello an event was sealed. */
const helloOf = (collector: TinyCollector, event: { readonly stream: string } | undefined) =>
  collector.of("hello").find(({ stream }) => stream === event?.stream);

/** Two tabs of one visitor who has agreed, in the first of them; both have sent what they saw. */
async function openTwo(engine: Engine, collector: TinyCollector) {
  collector.pages.set("/", PAGE).set("/away", "<title>Away</title>");
  const one = await engine.open();
  await one.goto(`${collector.origin}/`);
  await call(one, "consent", "granted");
  await expect.poll(async () => (await one.evaluate(keptOnDevice)).text).toContain('\\"consent\\":\\"granted\\"');
  const other = await engine.open();
  await other.goto(`${collector.origin}/`);
  await other.click("#b");
  await expect.poll(() => collector.of("click").length).toBe(1);
  const visitor = helloOf(collector, collector.of("click")[0])?.["visitor"];
  expect(helloOf(collector, collector.of("click")[0])).toMatchObject({ consent: "granted" });
  return { one, other, visitor };
}

test("who opts out in one tab is out in the others, and nothing of it comes back", async ({ engine, collector }) => {
  const { one, other } = await openTwo(engine, collector);
  await call(one, "optOut");
  // The other tab has heard of it by then, and has let go of what waited on the device.
  const wish = { text: `{"wayseal:shop:out":"1"}\n{}\n`, records: 0 };
  await expect.poll(() => other.evaluate(keptOnDevice)).toEqual(wish);
  await call(other, "track", "unwanted");
  await other.click("#b");
  await other.goto(`${collector.origin}/away`);
  // Its last words would have come by now.
  await new Promise((done) => setTimeout(done, 1_000));
  expect(collector.of("track")).toEqual([]);
  expect(collector.of("click")).toHaveLength(1);
  expect(collector.of("page_leave")).toEqual([]);
  expect(await other.evaluate(keptOnDevice)).toEqual(wish);
  await one.close();
  await other.close();
});

test("consent that is withdrawn in one tab is withdrawn in the others, for good", async ({ engine, collector }) => {
  const { one, other, visitor } = await openTwo(engine, collector);
  await call(one, "consent", "none");
  await expect
    .poll(async () => {
      await other.click("#b");
      return helloOf(collector, collector.of("click").at(-1))?.["consent"];
    })
    .toBe("none");
  expect(helloOf(collector, collector.of("click").at(-1))?.["visitor"]).not.toBe(visitor);
  await one.close();
  await other.goto(`${collector.origin}/away`);
  expect(await other.evaluate(keptOnDevice)).toEqual({ text: "{}\n{}\n", records: 0 });
  const before = collector.of("hello").length;
  await other.goto(`${collector.origin}/`);
  await expect.poll(() => collector.of("hello").length).toBeGreaterThan(before);
  expect(collector.of("hello").at(-1)).toMatchObject({ consent: "none" });
  await other.close();
});

test("who becomes another in one tab is the same other in all of them", async ({ engine, collector }) => {
  const { one, other, visitor } = await openTwo(engine, collector);
  await call(one, "reset");
  await call(one, "track", "signed-out");
  await expect.poll(() => collector.of("track").length).toBe(1);
  const next = helloOf(collector, collector.of("track")[0])?.["visitor"];
  expect(next).not.toBe(visitor);
  await expect
    .poll(async () => {
      await other.click("#b");
      return helloOf(collector, collector.of("click").at(-1))?.["visitor"];
    })
    .toBe(next);
  await one.close();
  await other.goto(`${collector.origin}/away`);
  await other.goto(`${collector.origin}/`);
  await other.click("#b");
  await expect.poll(() => helloOf(collector, collector.of("page_view").at(-1))?.["visitor"]).toBe(next);
  await other.close();
});
