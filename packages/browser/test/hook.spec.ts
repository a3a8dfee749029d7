import { expect, test } from "@playwright/test";
import { call, html, ready, type Scope } from "./tag-page.js";
import { startTinyCollector, type TinyCollector } from "./tiny-collector.js";

let collector: TinyCollector;

test.beforeEach(async () => {
  collector = await startTinyCollector();
  collector.pages.set("/", html(`<script async src="/v1/wayseal.js?site=shop"></script>`));
});
test.afterEach(() => collector.close());

test("a hook sees each event as it would leave; what it puts in is redacted again, what it breaks is dropped", async ({
  page,
}) => {
  const hook = (event: Record<string, unknown>) => {
    const typed = (document.querySelector("[name=city]") as HTMLInputElement).value;
    const { seen } = window as unknown as { seen: unknown[] };
    seen.push(structuredClone(event));
    if (event["name"] === "unwanted") return null;
    if (event["name"] === "broken") throw new Error("broken");
    const properties = { ...(event["properties"] as object), typed, mail: "jane@example.com", size: "XL" };
    const answer = event["type"] === "track" ? { ...event, properties } : { ...event, title: `Dear ${typed}` };
    seen.push(answer);
    return answer;
  };
  const stub = `<script>window.seen = []; window.wayseal = function(){(wayseal.q = wayseal.q || []).push(arguments)};
    wayseal("init", {site: "shop", beforeSend: ${String(hook)}}); wayseal("register", {plan: "gold", password: "x"})</script>`;
  collector.pages.set("/", html(`${stub}<script async src="/v1/wayseal.js"></script>`));
  // Until the chunk is here, nobody can ask it.
  collector.chunkDelay = 500;
  await page.goto(`${collector.origin}/`);
  await ready(page);
  await page.locator("[name=city]").pressSequentially("Kirkwallborough");
  await page.locator("[name=city]").blur();
  for (const name of ["unwanted", "broken", "kept"]) await call(page, "track", name, { n: 1 });
  await call(page, "page");
  await call(page, "register", { size: "S", mood: "good" });
  await call(page, "unregister", "plan");
  await call(page, "track", "after", { mood: "better" });
  await call(page, "reset");
  await call(page, "track", "another");
  await expect.poll(() => collector.of("track").length).toBe(3);
  const added = { typed: "[typed]", mail: "[email]", size: "XL" };
  expect(collector.of("track").map(({ name, properties }) => [name, properties])).toEqual([
    ["kept", { plan: "gold", n: 1, ...added }],
    ["after", { mood: "better", ...added }],
    ["another", added],
  ]);
  await expect.poll(() => collector.of("page_view").map(({ title }) => title)).toContain("Dear [typed]");
  expect(JSON.stringify(collector.events)).not.toMatch(/kirkwall|jane@|password/i);
  // The control: the hook did try, and it was shown the beginning too.
  const seen = JSON.stringify(await page.evaluate(() => (window as unknown as { seen: unknown[] }).seen));
  expect(seen).toMatch(/Kirkwallborough/);
  expect(seen).toMatch(/jane@example.com/);
  expect(seen).toMatch(/"type":"hello"/);
  expect(seen).toMatch(/"type":"page_view","kind":"load"/);
});

test("what somebody is typing when the hook is asked does not leave, nor what it promises, breaks or changes afterwards", async ({
  page,
}) => {
  const hook = (event: Record<string, unknown>) => {
    const typed = (document.querySelector("[name=city]") as HTMLInputElement).value;
    (window as unknown as { asked: string[] }).asked.push(`${event["name"] as string}: ${typed}`);
    const properties: Record<string, unknown> = { ...(event["properties"] as object), typed };
    if (event["type"] === "track") event["properties"] = properties;
    if (event["name"] === "broken") throw new Error("broken");
    // Both after it has answered.
    queueMicrotask(() => (properties["late"] = typed));
    setTimeout(() => Object.assign(event, { title: typed, properties: { later: typed } }));
    return event["name"] === "promised" ? Promise.resolve(event) : event;
  };
  const stub = `<script>window.asked = []; window.wayseal = function(){(wayseal.q = wayseal.q || []).push(arguments)};
    wayseal("init", {site: "shop", key: "${collector.signingKey}", flushInterval: 100, beforeSend: ${String(hook)}})</script>`;
  collector.pages.set("/", html(`${stub}<script async src="/v1/wayseal-0.1.0.js"></script>`));
  // All is captured and nothing sealed before the key set is here: so the hook comes after the hand, whatever the machine does.
  let release = (): void => undefined;
  const held = new Promise<void>((done) => (release = done));
  await page.route("**/v1/sites/shop/keys", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${collector.origin}/`);
  await ready(page);
  for (const name of ["broken", "promised", "kept"]) await call(page, "track", name, { n: 1 });
  await page.locator("[name=city]").pressSequentially("Kirkwallborough");
  const asked = () => page.evaluate(() => (window as unknown as { asked: string[] }).asked);
  expect(await asked()).toEqual([]);
  release();
  await expect.poll(() => collector.of("track").length).toBe(1);
  // The control: it had what was typed in its hands for each of them.
  expect(await asked()).toEqual(
    expect.arrayContaining(["broken", "promised", "kept"].map((name) => `${name}: Kirkwallborough`)),
  );
  await page.goto("about:blank");
  await expect.poll(() => collector.of("page_leave").length).toBe(1);
  expect(collector.of("track")).toMatchObject([{ name: "kept", properties: { n: 1, typed: "[typed]" } }]);
  expect(Object.keys(collector.of("track")[0]?.["properties"] as object)).toEqual(["n", "typed"]);
  expect(JSON.stringify(collector.events)).not.toMatch(/kirkwall/i);
});

test("of a visitor who is not in the sample nothing is sent, before and after a reset; of the others the share is told", async ({
  page,
}) => {
  const tag = (sample: string) =>
    html(`<script async src="/v1/wayseal.js?site=shop" data-sample="${sample}" data-consent="granted"></script>`);
  /** Ids whose first bits are all set, or none. */
  const draw = (byte: number) =>
    page.evaluate((byte) => {
      Crypto.prototype.getRandomValues = (bytes) => (
        new Uint8Array((bytes as unknown as Uint8Array<ArrayBuffer>).buffer).fill(byte),
        bytes
      );
    }, byte);
  await page.addInitScript(() => {
    Crypto.prototype.getRandomValues = (bytes) => (
      new Uint8Array((bytes as unknown as Uint8Array<ArrayBuffer>).buffer).fill(255),
      bytes
    );
  });
  collector.pages.set("/", tag("0.999"));
  await page.goto(`${collector.origin}/`);
  await ready(page);
  await call(page, "track", "unwanted");
  await call(page, "reset");
  await call(page, "track", "unwanted");
  await page.evaluate(() => (window as unknown as Scope).wayseal["flush"]?.());
  // The next page finds the id that was kept, and leaves this visitor out again.
  await page.reload();
  await ready(page);
  await call(page, "track", "unwanted");
  await page.evaluate(() => (window as unknown as Scope).wayseal["flush"]?.());
  expect(collector.bodies).toEqual([]);
  // Another visitor, who is in it: the control, on the same page.
  await draw(1);
  await call(page, "reset");
  await call(page, "track", "wanted");
  await expect.poll(() => collector.of("track").map(({ name }) => name)).toEqual(["wanted"]);
  expect(collector.of("hello")).toMatchObject([{ sample: 0.999, consent: "granted" }]);
  await draw(255);
  await call(page, "reset");
  await call(page, "track", "unwanted");
  await page.evaluate(() => (window as unknown as Scope).wayseal["flush"]?.());
  expect(collector.of("track")).toHaveLength(1);
});
