import { expect, type Page, test } from "@playwright/test";
import { startTinyCollector, type TinyCollector } from "../tiny-collector.js";

// Users' browsers have the back-forward cache; Playwright's settings have not.
test.use({
  launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  },
});

const PAGE = `<!doctype html><title>Shop</title><script src="/v1/wayseal.js?site=shop" data-flush-interval="100" data-consent="granted"></script>
  <form id="f"><input name="city"></form><a href="/next">Next</a><script>var kept = 0;
  addEventListener("pageshow", (event) => { kept += Number(event.persisted) })</script>`;

/**
 * Types in a page, leaves it and comes back.
 *
 * @param meanwhile What runs in the page between.
 * @returns Null where the browser did not keep the page.
 */
async function comeBack(page: Page, meanwhile = ""): Promise<TinyCollector | null> {
  const collector = await startTinyCollector();
  collector.pages.set("/", PAGE).set("/next", `<!doctype html><title>Next</title><script>${meanwhile}</script>`);
  await page.goto(collector.origin);
  await page.click("[name=city]");
  await page.keyboard.type("Graz");
  await page.click("text=Next");
  await page.waitForURL("**/next");
  await expect.poll(() => collector.of("page_leave").length).toBe(1);
  await page.evaluate("void setTimeout(() => history.back())");
  const kept = () => page.evaluate("globalThis.kept").catch(() => undefined);
  await expect.poll(kept).not.toBeUndefined();
  // A page is shown a moment after it has come back.
  const isKept = await expect
    .poll(kept, { timeout: 3_000 })
    .toBe(1)
    .then(
      () => true,
      () => false,
    );
  if (isKept) return collector;
  await collector.close();
  return null;
}

/** Chromium keeps nine pages of ten, for reasons that it does not tell ("masked"): of five it keeps one. */
async function comeBackAtLast(page: Page, meanwhile?: string): Promise<TinyCollector> {
  for (let tries = 0; tries < 5; tries++) {
    const collector = await comeBack(page, meanwhile);
    if (collector) return collector;
  }
  throw new Error("The browser kept none of five pages");
}

test("a page that comes back minds what was told to another meanwhile", async ({ page }) => {
  const collector = await comeBackAtLast(page, `localStorage.setItem("wayseal:shop:out", "1")`);
  await page.click("[name=city]");
  await page.keyboard.type("!");
  await page.click("text=Next");
  await page.waitForURL("**/next");
  // Its last words would have come by now.
  await page.waitForTimeout(1_000);
  await collector.close();
  expect(collector.of("page_view")).toHaveLength(1);
  expect(collector.of("page_leave")).toHaveLength(1);
  expect(await page.evaluate("Object.keys(localStorage)")).toEqual(["wayseal:shop:out"]);
});

test("a page that comes back from the back-forward cache goes on in its stream, and its forms with it", async ({
  page,
}) => {
  const collector = await comeBackAtLast(page);
  await page.click("[name=city]");
  await page.keyboard.type("!");
  await page.click("text=Next");
  await page.waitForURL("**/next");
  await expect.poll(() => collector.of("page_leave").length).toBe(2);
  await collector.close();

  const { events } = collector;
  expect(new Set(events.map(({ stream }) => stream)).size).toBe(1);
  expect(events.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(events.map((_, at) => at));
  expect(collector.of("page_view").map(({ kind }) => kind)).toEqual(["load", "restore"]);
  expect(collector.of("form_start").length).toBe(2);
  expect(collector.of("form_abandon").length).toBe(2);
  expect(collector.of("field").map(({ refills, changes }) => [refills, changes])).toEqual([
    [0, 1],
    [1, 1],
  ]);
});
