import { expect } from "@playwright/test";
import { keptOnDevice } from "../kept-on-device.js";
import { test } from "./engine-test.js";

const TAG = `<script src="/v1/wayseal.js?site=shop" data-flush-interval="200"></script>`;
const PAGE = `<!doctype html><title>Shop</title>${TAG}<body><form id="f"><input name="pw" type="password"></form>
<button id="b">Buy</button>
<script>setTimeout(() => wayseal("track", "Plan", { plan: "yearly" }))</script>`;

/** The chunk as it is, with another byte, and not at all. */
const SERVED: Readonly<Record<string, ((bytes: string) => string | undefined) | undefined>> = {
  "as it was built": undefined,
  "with a byte more": (bytes) => `${bytes} window.changed = true;`,
  "not at all": () => undefined,
};

for (const [how, change] of Object.entries(SERVED)) {
  test(`the rest of the SDK, served ${how}, ${change ? "never runs: fields and views arrive all the same, and nothing that only it may let out" : "lets out what is allowed"}`, async ({
    tab,
    collector,
  }) => {
    collector.pages.set("/", PAGE).set("/next", "<title>Next</title>");
    collector.changeChunk = change;
    await tab.goto(`${collector.origin}/`);
    await tab.click("[name=pw]");
    await tab.type("Lisbon");
    await tab.click("#b");
    // It waits for the chunk, and gives it up.
    await expect.poll(() => collector.of("track").length, { timeout: 30_000 }).toBe(1);
    await tab.goto(`${collector.origin}/next`);
    await expect.poll(() => collector.of("page_leave").length).toBe(1);
    expect(collector.of("page_view")).toMatchObject([{ title: "Shop" }]);
    expect(collector.of("form_abandon")).toMatchObject([{ form: "f", field: "pw", filled: 1 }]);
    expect(collector.of("field")).toMatchObject([{ field: "pw", filled: true }]);
    const told = [
      collector.of("field")[0]?.["class"] === "password",
      collector.of("track")[0]?.["properties"] !== undefined,
      collector.of("click").length > 0,
    ];
    expect(told).toEqual(change ? [false, false, false] : [true, true, true]);
    if (change) expect(JSON.stringify(collector.events)).not.toMatch(/Lisbon|yearly/);
  });
}

test("a page whose chunk is slow loses neither its fields nor its views", async ({ tab, collector }) => {
  collector.pages.set("/", PAGE).set("/next", "<title>Next</title>");
  collector.chunkDelay = 30_000;
  await tab.goto(`${collector.origin}/`);
  await tab.click("[name=pw]");
  await tab.type("Lisbon");
  await tab.goto(`${collector.origin}/next`);
  await expect.poll(() => collector.of("page_leave").length).toBe(1);
  expect(collector.of("page_view")).toMatchObject([{ title: "Shop" }]);
  expect(collector.of("field")).toMatchObject([{ field: "pw", class: "unknown", filled: true }]);
  expect(collector.of("track")).toMatchObject([{ name: "Plan" }]);
  expect(JSON.stringify(collector.events)).not.toMatch(/Lisbon|yearly/);
});

test("what is sealed without the chunk is on the device, and a later page with it sends it", async ({
  tab,
  collector,
}) => {
  const agreed = PAGE.replace(" data-", ' data-consent="granted" data-');
  collector.pages.set("/", agreed).set("/next", agreed.replace("Shop", "Next"));
  collector.changeChunk = () => undefined;
  collector.failing = 503;
  await tab.goto(`${collector.origin}/`);
  await tab.click("[name=pw]");
  await tab.type("Lisbon");
  await tab.click("#b");
  await expect.poll(async () => (await tab.evaluate(keptOnDevice)).records).toBeGreaterThan(2);
  collector.changeChunk = undefined;
  await tab.goto(`${collector.origin}/next`);
  // What the page that was left could still hand over has been refused.
  collector.failing = 0;
  const titles = (): unknown[] => collector.of("page_view").map(({ title }) => title);
  await expect.poll(titles, { timeout: 40_000 }).toEqual(expect.arrayContaining(["Shop", "Next"]));
  expect(collector.of("field")).toMatchObject([{ field: "pw", filled: true }]);
  await expect.poll(async () => (await tab.evaluate(keptOnDevice)).records, { timeout: 30_000 }).toBe(0);
});

test("an app that has moved on before the chunk is here is seen where it is then, and from then on", async ({
  tab,
  collector,
}) => {
  const moved = `<script>history.pushState(null, "", "/early")</script>`;
  collector.pages.set("/", `<!doctype html><title>Shop</title>${TAG}${moved}`);
  collector.chunkDelay = 1_000;
  await tab.goto(`${collector.origin}/`);
  /** Where an event was, if it says so: else where its stream began. */
  const places = (type: string): string[] =>
    collector.of(type).map(({ url = `${collector.origin}/` }) => new URL(url as string).pathname);
  await expect.poll(() => places("page_view")).toEqual(["/", "/early"]);
  await tab.evaluate(() => {
    history.pushState(null, "", "/late");
    document.title = "Late";
  });
  await expect.poll(() => places("page_view")).toEqual(["/", "/early", "/late"]);
  expect(places("page_leave")).toEqual(["/", "/early"]);
});

test("a password that its page shows before the chunk is here stays one, and what is pressed is reported", async ({
  tab,
  collector,
}) => {
  collector.pages.set(
    "/",
    `<!doctype html><title>Shop</title>${TAG}<body><form id="f" data-wayseal="allow"><label>Word <input name="w" type="password"></label>
    <input name="city"></form><button id="b">Buy</button>
    <script>f.w.type = "text"; setTimeout(() => wayseal("track", "Plan", { plan: "yearly" }))</script>`,
  );
  collector.chunkDelay = 1_000;
  await tab.goto(`${collector.origin}/`);
  await tab.click("#b");
  // Its properties are let out by the chunk alone.
  await expect.poll(() => collector.of("track")[0]?.["properties"]).toEqual({ plan: "yearly" });
  await tab.click("[name=w]");
  await tab.type("correct horse");
  await tab.click("[name=city]");
  await tab.type("Lisbon");
  await tab.click("#b");
  await expect.poll(() => collector.of("field").length).toBe(2);
  expect(collector.of("field")).toMatchObject([
    { field: "w", class: "password", filled: true },
    { field: "city", value: "Lisbon" },
  ]);
  await expect.poll(() => collector.of("click").length).toBe(2);
  expect(collector.of("click")).toMatchObject([{ name: "Buy" }, { name: "Buy" }]);
  expect(JSON.stringify(collector.events)).not.toMatch(/correct|horse/);
});

test("the preview outlines a page for who has a code, is worked by keyboard, and nothing of the visit is sent", async ({
  tab,
  collector,
}) => {
  const handled = { treatment: "keep", level: "confidential", rule: "catalogue", viewing: "masked" };
  const answer = { pass: "pass", version: 7, share: null, fields: [handled, handled, handled] };
  collector.pages.set("/v1/previews/explain", JSON.stringify(answer)).set(
    "/",
    `<!doctype html><title>Shop</title>${TAG}<form id="pay"><input name="mail" type="email" data-wayseal="allow">
     <textarea name="note"></textarea><input name="secret" type="password"></form><button id="b">Buy</button>`,
  );
  await tab.goto(`${collector.origin}/?wayseal-preview=code`);
  const rows = await tab.until(() => {
    const root = document.querySelector("wayseal-preview")?.shadowRoot;
    const found = [...(root?.querySelectorAll(".list li") ?? [])].map(({ textContent }) => textContent ?? "");
    return root?.querySelectorAll(".box").length === 3 && found[0]?.includes("catalogue") && found;
  });
  expect(rows).toEqual([
    expect.stringMatching(/pay \/ mail: captured \(email,.*keep at confidential, by catalogue; seen: masked/),
    expect.stringMatching(/pay \/ note: value kept out/),
    expect.stringMatching(/pay \/ secret: refused \(password,/),
  ]);
  // It has the focus, its look, and lies over the fields.
  const placed = () => {
    const root = document.querySelector("wayseal-preview")?.shadowRoot;
    const { top = 0, left = 0 } = document.querySelector("[name=mail]")?.getBoundingClientRect() ?? {};
    const box = root?.querySelector(".box")?.getBoundingClientRect();
    return [
      root?.activeElement?.getAttribute("role"),
      root && getComputedStyle(root.querySelector(".panel") as Element).position,
      Math.abs((box?.top ?? 0) + 4 - top) < 2 && Math.abs((box?.left ?? 0) + 4 - left) < 2,
    ];
  };
  expect(await tab.evaluate(placed)).toEqual(["dialog", "fixed", true]);
  await tab.press("Tab");
  await tab.press("Enter");
  await tab.until(
    () => document.querySelector("wayseal-preview")?.shadowRoot?.querySelectorAll(".box.found").length === 1,
  );
  await tab.press("Escape");
  await tab.until(() => !document.querySelector("wayseal-preview"));
  await tab.click("#b");
  await tab.goto(`${collector.origin}/v1/words.json`);
  expect(collector.paths.filter((path) => path.startsWith("/v1/previews"))).toHaveLength(2);
  expect(collector.bodies).toEqual([]);
});
