import { expect } from "@playwright/test";
import type { Tab } from "./engine.js";
import { test } from "./engine-test.js";
import { HARMS } from "./harms.js";
import { INSECURE_HOST } from "./insecure-host.js";
import { keepCount } from "./keep-count.js";
import { fill, pageWorks, send, set, shop, type ShopPage } from "./shop-page.js";

for (const [name, harm] of Object.entries(HARMS)) {
  test(`the page works where ${name}`, async ({ tab, collector }) => {
    set(collector, { harm });
    await pageWorks(tab, collector.origin);
  });
}

test("the page's own test fails where something harms the page: the others can fail", async ({ tab, collector }) => {
  set(collector, {
    harm: () => {
      addEventListener("input", ({ target }) => {
        (target as HTMLInputElement).value = (target as HTMLInputElement).value.toUpperCase();
      });
      addEventListener("focusin", () => {
        throw new Error("harmed");
      });
    },
  });
  await expect(pageWorks(tab, collector.origin)).rejects.toThrow(/^The page holds: LISBON JANE@EXAMPLE\.COM .*harmed/);
});

for (const [name, page] of Object.entries<ShopPage>({
  "the script is blocked": { tag: `<script src="/blocked.js"></script>` },
  "the script is broken": { tag: `<script src="/broken.js"></script>` },
})) {
  test(`the page works where ${name}`, async ({ tab, collector }) => {
    collector.pages.set("/broken.js", `window.wayseal = { get q() { throw new Error("broken") } };`);
    set(collector, page);
    await pageWorks(tab, collector.origin);
  });
}

test("the page works where the collector cuts every connection", async ({ tab, collector }) => {
  collector.failing = -1;
  set(collector, {});
  await pageWorks(tab, collector.origin);
});

test("the page works where the collector answers after 30 seconds", async ({ tab, collector }) => {
  collector.delay = 30_000;
  set(collector, {});
  await pageWorks(tab, collector.origin);
});

test("the page works and is measured under the strictest policy, with Trusted Types", async ({ tab, collector }) => {
  collector.pageHeaders["Content-Security-Policy"] =
    "default-src 'none'; script-src 'self' 'nonce-own'; connect-src 'self'; form-action 'self'; " +
    "require-trusted-types-for 'script'; trusted-types 'none'";
  set(collector, {});
  await pageWorks(tab, collector.origin);
  await expect.poll(() => collector.of("form_submit").length).toBe(1);
});

test("the page works and is measured in an insecure context", async ({ tab, collector }) => {
  set(collector, {});
  await pageWorks(tab, collector.origin.replace("127.0.0.1", INSECURE_HOST));
  await expect.poll(() => collector.of("form_submit").length).toBe(1);
});

for (const name of ["storage is blocked", "storage is full", "prototypes are frozen", "prototypes are poisoned"]) {
  test(`events arrive, and nothing that was typed, where ${name}`, async ({ tab, collector }) => {
    set(collector, { harm: HARMS[name] as () => void });
    await pageWorks(tab, collector.origin);
    await expect.poll(() => collector.of("form_submit").length).toBe(1);
    expect(collector.of("field").map(({ field }) => field)).toEqual(["city", "mail"]);
    expect(collector.of("hello")[0]?.viewport).toEqual([expect.any(Number), expect.any(Number)]);
    expect(JSON.stringify(collector.events)).not.toMatch(/Lisbon|jane|poison/);
  });
}

test("the page works and is measured with 5,000 fields", async ({ tab, collector }) => {
  set(collector, {
    // Without a layout, which alone takes Firefox seconds.
    fields: `<div style="content-visibility: hidden">${`<input aria-label="Seat">`.repeat(5_000)}</div>`,
  });
  await pageWorks(tab, collector.origin);
  await expect.poll(() => collector.of("form_submit").length).toBe(1);
});

test("the page works at 10,000 events a minute, and each arrives once", async ({ tab, collector }) => {
  set(collector, {
    harm: () => {
      const scope = window as unknown as { told: number; enough?: boolean; wayseal?: (...args: unknown[]) => void };
      scope.told = 0;
      // 17 each tenth of a second.
      setInterval(() => {
        for (let i = 0; scope.wayseal && !scope.enough && i < 17; i++)
          scope.wayseal("track", "Tick", { n: scope.told++ });
      }, 100);
    },
  });
  await tab.goto(`${collector.origin}/`);
  await fill(tab);
  const told = await tab.until(() => {
    const scope = window as unknown as { told: number; enough?: boolean };
    scope.enough = scope.told >= 1_000;
    return scope.enough && scope.told;
  });
  await expect.poll(() => collector.of("track").length, { timeout: 45_000 }).toBe(told);
  expect(new Set(collector.of("track").map(({ properties }) => JSON.stringify(properties))).size).toBe(told);
  expect(collector.repeats).toBe(0);
  await send(tab);
});

test("ten tabs send what each saw, once, and the page works in the tenth", async ({ engine, collector }) => {
  set(collector, {});
  const tabs: Tab[] = [];
  for (let n = 0; n < 10; n++) {
    const tab = await engine.open();
    tabs.push(tab);
    await tab.goto(`${collector.origin}/`);
    if (n < 9) await tab.click("#count");
  }
  await fill(tabs[9] as Tab);
  await send(tabs[9] as Tab);
  // The page's own test presses three times.
  await expect.poll(() => collector.of("click").length, { timeout: 30_000 }).toBe(12);
  expect(new Set(collector.of("hello").map(({ visitor }) => visitor)).size).toBe(1);
  expect(collector.repeats).toBe(0);
  for (const tab of tabs) await tab.close();
});

for (const name of ["IndexedDB never answers", "locks are refused"]) {
  test(`events are sent while the page stays, with consent, where ${name}`, async ({ tab, collector }) => {
    set(collector, { harm: HARMS[name] as () => void });
    await tab.goto(`${collector.origin}/`);
    await tab.click("#count");
    await expect.poll(() => collector.of("click").length).toBe(1);
    expect(collector.of("page_leave")).toEqual([]);
  });
}

test("stop leaves nothing behind", async ({ tab, collector }) => {
  set(collector, { harm: keepCount });
  collector.pages.set("/bare", shop({ tag: "", harm: keepCount }));
  const hanging = (): Promise<string> =>
    tab.evaluate(() => (window as unknown as { hanging: () => string[] }).hanging().join("\n"));
  // What the page and the browser's driver have without the SDK.
  await tab.goto(`${collector.origin}/bare`);
  const own = await hanging();
  expect(own).toContain("listener click");
  await tab.goto(`${collector.origin}/`);
  await expect.poll(() => collector.of("page_view").length).toBe(1);
  // The control: until then there is more.
  await tab.click("[name=mail]");
  await expect.poll(hanging).toMatch(/MutationObserver(.|\n)*listener click\nlistener click(.|\n)*listener input/);
  await tab.evaluate(() => (window as unknown as { wayseal: (name: string) => void }).wayseal("stop"));
  await expect.poll(() => collector.of("page_leave").length).toBe(1);
  await expect.poll(hanging).toBe(own);
  const { length } = collector.bodies;
  await tab.click("[name=city]");
  await tab.type("Lisbon");
  await tab.click("#count");
  await tab.until(() => document.querySelector("#count")?.textContent === "1");
  await tab.click("#send");
  await tab.until(() => location.pathname === "/thanks" && location.search === "?city=Lisbon&mail=");
  await new Promise((done) => setTimeout(done, 1000));
  expect(collector.bodies).toHaveLength(length);
});
