import { expect, test } from "@playwright/test";
import { startTinyCollector, type TinyCollector } from "./tiny-collector.js";

interface Wayseal {
  readonly wayseal: { flush(): Promise<void>; track(name: string, properties?: object): void };
}

let collector: TinyCollector;
test.beforeEach(async () => {
  collector = await startTinyCollector();
});
test.afterEach(() => collector.close());

test("debug says of each event what leaves, what was taken out and by which rule, and its sealed size", async ({
  page,
}) => {
  const watch = `<!doctype html><title>Page</title><script>var said = []; console.debug = (...words) => said.push(words)</script>`;
  const tag = (more: string): string => `${watch}<script src="/v1/wayseal.js?site=shop" ${more}></script>`;
  const said = (): Promise<[string, { type: string }, object, number][]> =>
    page.evaluate(() => (window as unknown as { said: [string, { type: string }, object, number][] }).said);
  collector.pages.set("/", tag("data-debug"));
  await page.goto(`${collector.origin}/?token=secret`);
  await page.evaluate(() => (window as unknown as Wayseal).wayseal.flush());
  await page.evaluate(() =>
    (window as unknown as Wayseal).wayseal.track("Plan", { plan: "yearly", password: "hunter2" }),
  );
  await expect.poll(() => collector.of("track").length).toBe(1);
  const [, body, removed, size] = (await said()).find(([, event]) => event.type === "track") ?? [];
  expect(body).toMatchObject({ type: "track", name: "Plan", properties: { plan: "yearly" } });
  expect(removed).toEqual({ "properties.password": "never", url: "cleaned" });
  expect(size).toBe(64 * 2 + 16);
  expect(JSON.stringify([await said(), collector.events])).not.toMatch(/hunter2|secret/);

  // The control: without it nothing is said.
  collector.pages.set("/", tag(""));
  await page.goto(`${collector.origin}/`);
  await page.evaluate(() => (window as unknown as Wayseal).wayseal.flush());
  await page.evaluate(() => (window as unknown as Wayseal).wayseal.track("Plan"));
  await expect.poll(() => collector.of("track").length).toBe(2);
  expect(await said()).toEqual([]);
});
