import { expect } from "@playwright/test";
import type { TinyCollector } from "../tiny-collector.js";
import type { Tab } from "./engine.js";
import { test } from "./engine-test.js";
import { HARMS } from "./harms.js";
import { INSECURE_HOST } from "./insecure-host.js";
import { keepCount } from "./keep-count.js";

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
  await fill(tab);
  // Rubbish in, nothing out.
  await tab.evaluate(() => {
    const { wayseal } = window as unknown as { wayseal?: (...args: unknown[]) => unknown };
    if (typeof wayseal !== "function") return;
    const calls: unknown[][] = [[], [null], ["track"], ["track", null, 7], ["identify"], ["consent", 5], ["nothing"]];
    for (const args of [...calls, ["constructor"], ["toString"]]) wayseal(...args);
  });
  await send(tab);
}

async function fill(tab: Tab): Promise<void> {
  await tab.click("#count");
  await tab.click("#count");
  await tab.until(() => document.querySelector("#count")?.textContent === "2");
  await tab.click("[name=city]");
  await tab.type("Lisbon");
  await tab.click("[name=mail]");
  await tab.type("jane@example.com");
}

async function send(tab: Tab): Promise<void> {
  // As one text: a poisoned list comes out of a driver garbled.
  const held = await tab.evaluate(() => {
    const valueOf = (name: string): string => document.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? "";
    return `${valueOf("city")} ${valueOf("mail")} ${(window as unknown as { faults: string[] }).faults.join(" ")}`;
  });
  if (held !== "Lisbon jane@example.com ") throw new Error(`The page holds: ${held}`);
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

test("the page's own test fails where something harms the page: the others can fail", async ({
  engine,
  tab,
  collector,
}) => {
  test.skip(engine.name !== "chromium", "It is about the test, which is the same everywhere");
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

test("the page works while the script itself is on its way, for 30 seconds", async ({ engine, tab, collector }) => {
  test.skip(engine.name === "webkit", "Its driver does nothing before the page's load, which waits for the script");
  collector.scriptDelay = 30_000;
  set(collector, { tag: `<script async src="/v1/wayseal.js?site=shop"></script>` });
  await tab.goto(`${collector.origin}/thanks`);
  // Its load waits for the script; whoever is there does not.
  await tab.evaluate(() => location.assign("/"));
  await tab.until(() => location.pathname === "/" && document.querySelector("#send") !== null);
  await fill(tab);
  await send(tab);
  expect(collector.bodies).toEqual([]);
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
