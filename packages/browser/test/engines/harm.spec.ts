import { expect } from "@playwright/test";
import type { TinyCollector } from "../tiny-collector.js";
import type { Tab } from "./engine.js";
import { test } from "./engine-test.js";
import { HARMS } from "./harms.js";
import { INSECURE_HOST } from "./insecure-host.js";

const TAG = `<script src="/v1/wayseal.js?site=shop" data-consent="granted" data-flush-interval="200"></script>`;

interface ShopPage {
  readonly tag?: string;
  /** Runs before the SDK. */
  readonly harm?: () => void;
  /** More of the form. */
  readonly fields?: string;
}

/** A page with a test of its own. All its script has a nonce, so that the strictest policy lets it run. */
const shop = ({ tag = TAG, harm, fields = "" }: ShopPage): string => `<!doctype html><title>Shop</title>
<script nonce="own">
  var faults = [];
  addEventListener("error", (event) => faults.push(event.message));
  addEventListener("unhandledrejection", (event) => faults.push(String(event.reason)));
  ${harm ? `(${harm.toString()})();` : ""}
</script>
${tag}
<body><button id="count">0</button>
<form id="f" action="/thanks"><input name="city"><input name="mail" type="email">${fields}<button id="send">Go</button></form>
<script nonce="own">
  document.querySelector("#count").addEventListener("click", (event) => {
    event.target.textContent = Number(event.target.textContent) + 1;
  });
</script>`;

/** The page's own test: what is pressed counts, what was typed is sent as it was typed, and nobody complains. */
async function pageWorks(tab: Tab, origin: string): Promise<void> {
  await tab.goto(`${origin}/`);
  await tab.click("#count");
  await tab.click("#count");
  await tab.until(() => document.querySelector("#count")?.textContent === "2");
  await tab.click("[name=city]");
  await tab.type("Lisbon");
  await tab.click("[name=mail]");
  await tab.type("jane@example.com");
  // Rubbish in, nothing out.
  await tab.evaluate(() => {
    const { wayseal } = window as unknown as { wayseal?: (...args: unknown[]) => unknown };
    if (typeof wayseal !== "function") return;
    const calls: unknown[][] = [[], [null], ["track"], ["track", null, 7], ["identify"], ["consent", 5], ["nothing"]];
    for (const args of [...calls, ["constructor"], ["toString"]]) wayseal(...args);
  });
  // As one text: a poisoned list comes out of a driver garbled.
  expect(await tab.evaluate(() => (window as unknown as { faults: string[] }).faults.join("\n"))).toBe("");
  await tab.click("#send");
  await tab.until(() => location.pathname === "/thanks" && location.search === "?city=Lisbon&mail=jane%40example.com");
}

const set = (collector: TinyCollector, page: ShopPage): void =>
  void collector.pages.set("/", shop(page)).set("/thanks", "<h1>Thanks</h1>");

for (const [name, harm] of Object.entries(HARMS)) {
  test(`the page works where ${name}`, async ({ tab, collector }) => {
    set(collector, { harm });
    await pageWorks(tab, collector.origin);
  });
}

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
      let n = 0;
      setInterval(() => {
        const { wayseal } = window as unknown as { wayseal?: (...args: unknown[]) => void };
        // 17 each tenth of a second; 1,000 in all.
        for (let i = 0; wayseal && i < 17 && n < 1_000; i++) wayseal("track", "Tick", { n: n++ });
      }, 100);
    },
  });
  await tab.goto(`${collector.origin}/`);
  await expect.poll(() => collector.of("track").length, { timeout: 45_000 }).toBe(1_000);
  expect(collector.repeats).toBe(0);
  expect(await tab.evaluate(() => (window as unknown as { faults: string[] }).faults)).toEqual([]);
  await tab.click("#count");
  await tab.until(() => document.querySelector("#count")?.textContent === "1");
});

test("ten tabs send what each saw, once", async ({ engine, collector }) => {
  set(collector, {});
  const tabs: Tab[] = [];
  for (let n = 0; n < 10; n++) {
    const tab = await engine.open();
    tabs.push(tab);
    await tab.goto(`${collector.origin}/`);
    await tab.click("#count");
  }
  await expect.poll(() => collector.of("click").length, { timeout: 30_000 }).toBe(10);
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
  set(collector, {});
  await tab.goto(`${collector.origin}/`);
  await expect.poll(() => collector.of("page_view").length).toBe(1);
  await tab.evaluate(() => (window as unknown as { wayseal: (name: string) => void }).wayseal("stop"));
  await expect.poll(() => collector.of("page_leave").length).toBe(1);
  const { length } = collector.bodies;
  await tab.click("[name=city]");
  await tab.type("Lisbon");
  await tab.click("#count");
  await tab.click("#send");
  await tab.until(() => location.pathname === "/thanks");
  await new Promise((done) => setTimeout(done, 1000));
  expect(collector.bodies).toHaveLength(length);
});
