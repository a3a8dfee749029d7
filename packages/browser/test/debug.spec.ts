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
  const tag = (more: string): string => `${watch}<script src="/v1/wayseal.js?site=shop" ${more}></script>
    <form id="join" onsubmit="return false"><input name="city"><input name="size" data-wayseal="allow"></form>`;
  type Said = [string, string, object, number];
  const said = (): Promise<Said[]> => page.evaluate(() => (window as unknown as { said: Said[] }).said);
  // What the site's own policy refuses is named as well.
  collector.policy = "\\ncoupon\\n";
  await collector.rotate();
  collector.pages.set("/", tag("data-debug"));
  await page.goto(`${collector.origin}/?token=secret&utm_source=a@b.example`);
  await page.evaluate(() => (window as unknown as Wayseal).wayseal.flush());
  await page.evaluate(() =>
    (window as unknown as Wayseal).wayseal.track("Plan", {
      plan: "yearly",
      password: "hunter2",
      given: { coupon: "QK77" },
    }),
  );
  await expect.poll(() => collector.of("track").length).toBe(1);
  const told = (type: string): Promise<Said | undefined> =>
    said().then((all) => all.find(([, text]) => text.includes(`"type":"${type}"`)));
  const [, text = "", removed, size] = (await told("track")) ?? [];
  // Word for word what the collector opens, which adds where it stood.
  const [{ seq, stream } = { seq: 0, stream: "" }] = collector.of("track");
  expect({ ...JSON.parse(text), seq, stream }).toEqual(collector.of("track")[0]);
  expect(JSON.parse(text)).toMatchObject({ name: "Plan", properties: { plan: "yearly", given: {} } });
  expect(removed).toEqual({ "properties.password": "never", "properties.given.coupon": "policy", url: "cleaned" });
  expect(size).toBe(64 * 2 + 16);
  const [, hello = "", cut, length] = (await told("hello")) ?? [];
  expect(JSON.parse(hello)).toMatchObject({ schema: 1, campaign: { source: "[email]" } });
  expect([cut, length]).toEqual([{ url: "cleaned", campaign: "cleaned" }, Math.ceil(hello.length / 64) * 64 + 16]);
  // Of a field: its value is not let out where nothing allows it, and one that is allowed goes as it was typed.
  for (const [name, value] of [
    ["city", "Lisbon"],
    ["size", "XL"],
  ] as const) {
    await page.locator(`[name=${name}]`).pressSequentially(value);
    await page.locator(`[name=${name}]`).blur();
  }
  await page.evaluate(() => (window as unknown as Wayseal).wayseal.flush());
  await expect.poll(() => collector.of("field").length).toBe(2);
  const fields = (await said()).filter(([, text]) => text.includes(`"type":"field"`));
  expect(fields.map(([, text, taken]) => [(JSON.parse(text) as { value?: string }).value, taken])).toEqual([
    [undefined, { value: "not allowed", url: "cleaned" }],
    ["XL", { url: "cleaned" }],
  ]);
  expect(JSON.stringify([await said(), collector.events])).not.toMatch(/hunter2|secret|QK77|b\.example|Lisbon/);

  // The control: without it nothing is said.
  collector.pages.set("/", tag(""));
  await page.goto(`${collector.origin}/`);
  await page.evaluate(() => (window as unknown as Wayseal).wayseal.flush());
  await page.evaluate(() => (window as unknown as Wayseal).wayseal.track("Plan"));
  await expect.poll(() => collector.of("track").length).toBe(2);
  expect(await said()).toEqual([]);
});
