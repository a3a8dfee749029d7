import { expect } from "@playwright/test";
import { test } from "./engine-test.js";
import { fill, send, set } from "./shop-page.js";

// Not in WebKit, whose driver does nothing while a script of the page is on its way (playwright.config.ts).
test("the page works while the script itself is on its way, for 30 seconds", async ({ tab, collector }) => {
  collector.scriptDelay = 30_000;
  set(collector, { tag: `<script async src="/v1/wayseal.js?site=shop"></script>` });
  await tab.goto(`${collector.origin}/thanks`);
  // Its load waits for the script; whoever is there does not.
  await tab.evaluate(() => location.assign("/"));
  await tab.until(() => location.pathname === "/" && document.querySelector("#send") !== null);
  await fill(tab);
  await send(tab);
  expect(collector.paths).toContain("/v1/wayseal.js");
  expect(collector.bodies).toEqual([]);
});
