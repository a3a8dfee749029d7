import { expect, test } from "@playwright/test";
import { startTinyCollector } from "../tiny-collector.js";

// Users' browsers have the back-forward cache; Playwright's settings have not.
test.use({
  launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  },
});

test("a page that comes back from the back-forward cache goes on in its stream, and its forms with it", async ({
  page,
}) => {
  const collector = await startTinyCollector();
  collector.pages
    .set(
      "/",
      `<!doctype html><title>Shop</title><script src="/v1/wayseal.js?site=shop" data-flush-interval="100" data-consent="granted"></script>
      <form id="f"><input name="city"></form><a href="/next">Next</a><script>var kept = 0;
      addEventListener("pageshow", (event) => { kept += Number(event.persisted) })</script>`,
    )
    .set("/next", "<!doctype html><title>Next</title>");
  await page.goto(collector.origin);
  await page.click("[name=city]");
  await page.keyboard.type("Graz");
  await page.click("text=Next");
  await page.waitForURL("**/next");
  await expect.poll(() => collector.of("page_leave").length).toBe(1);
  await page.evaluate("void setTimeout(() => history.back())");
  await expect.poll(() => page.evaluate("globalThis.kept").catch(() => undefined)).toBe(1);
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
