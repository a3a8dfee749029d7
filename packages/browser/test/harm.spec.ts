import { expect, type Page, test } from "@playwright/test";
import { startTinyCollector, type TinyCollector } from "./tiny-collector.js";

let collector: TinyCollector;

test.beforeEach(async () => {
  collector = await startTinyCollector();
  collector.pages
    .set(
      "/",
      `<!doctype html><title>Shop</title><body><script src="/v1/wayseal.js?site=shop" data-consent="granted"></script>
      <form id="f" action="/thanks"><input name="city"><input name="mail" type="email"><button>Go</button></form>
      <button id="count" onclick="this.textContent = Number(this.textContent) + 1">0</button>`,
    )
    .set("/thanks", "<h1>Thanks</h1>");
});
test.afterEach(() => collector.close());

/** The page's own test: what was typed is sent, what is pressed counts, and nobody complains. */
async function pageWorks(page: Page, origin = collector.origin): Promise<string[]> {
  const faults: string[] = [];
  page.on("pageerror", (fault) => faults.push(String(fault)));
  await page.goto(`${origin}/`);
  await page.click("#count");
  await page.click("#count");
  await expect(page.locator("#count")).toHaveText("2");
  await page.fill("[name=city]", "Lisbon");
  await page.fill("[name=mail]", "jane@example.com");
  await page.evaluate(() => {
    const { wayseal } = window as unknown as { wayseal?: (...args: unknown[]) => unknown };
    for (const args of [
      [],
      [null],
      ["track"],
      ["track", null, 7],
      ["identify"],
      ["consent", 5],
      ["nothing"],
      ["constructor"],
      ["toString"],
    ]) {
      wayseal?.(...args);
    }
  });
  await page.click("text=Go");
  await page.waitForURL("**/thanks?city=Lisbon&mail=jane%40example.com");
  return faults;
}

const HARMS: readonly [string, () => void][] = [
  [
    "storage is blocked",
    () => {
      for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
        Object.defineProperty(window, name, {
          get: () => {
            throw new DOMException("blocked", "SecurityError");
          },
        });
      }
    },
  ],
  [
    "storage is full",
    () => {
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
      IDBObjectStore.prototype.put = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    },
  ],
  [
    "IndexedDB never answers",
    () => {
      IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
    },
  ],
  [
    "fetch throws",
    () => {
      window.fetch = () => {
        throw new Error("patched");
      };
    },
  ],
  [
    "fetch never answers",
    () => {
      window.fetch = () => new Promise(() => undefined);
    },
  ],
  [
    "fetch answers nonsense",
    () => {
      window.fetch = (async () => ({})) as unknown as typeof fetch;
    },
  ],
  [
    "locks are refused",
    () => {
      LockManager.prototype.request = () => Promise.reject(new Error("refused"));
    },
  ],
  [
    "WebCrypto fails half way",
    () => {
      SubtleCrypto.prototype.sign = () => Promise.reject(new Error("broken"));
    },
  ],
  [
    "JSON is patched to throw",
    () => {
      const { stringify } = JSON;
      JSON.stringify = ((value: unknown) => {
        if (typeof value === "object" && value && "type" in value) throw new Error("patched");
        return stringify(value);
      }) as typeof JSON.stringify;
    },
  ],
  [
    "observers are missing",
    () => {
      Object.assign(window, { IntersectionObserver: undefined, MutationObserver: undefined });
    },
  ],
  [
    "window.wayseal is something else",
    () => {
      Object.assign(window, { wayseal: 7 });
    },
  ],
];

for (const [name, harm] of HARMS) {
  test(`the page works where ${name}`, async ({ page }) => {
    await page.addInitScript(harm);
    const faults = await pageWorks(page);
    expect(faults.filter((fault) => !/wayseal\?\.|is not a function/.test(fault) || !name.includes("else"))).toEqual(
      [],
    );
  });
}

test("the page works where the collector cuts every connection", async ({ page }) => {
  collector.failing = -1;
  expect(await pageWorks(page)).toEqual([]);
});

test("the page works where the collector answers after 30 seconds", async ({ page }) => {
  collector.delay = 30_000;
  expect(await pageWorks(page)).toEqual([]);
});

test("events still arrive where the device's storage is blocked or full", async ({ page }) => {
  for (const [, harm] of HARMS.slice(0, 2)) await page.addInitScript(harm);
  await pageWorks(page);
  await expect.poll(() => collector.of("form_submit").length).toBe(1);
});

for (const wanted of ["IndexedDB never answers", "locks are refused"]) {
  test(`events are sent while the page stays, with consent, where ${wanted}`, async ({ page }) => {
    for (const [name, harm] of HARMS) if (name === wanted) await page.addInitScript(harm);
    await page.goto(`${collector.origin}/`);
    await expect.poll(() => collector.of("page_view").length, { timeout: 15_000 }).toBe(1);
    await page.click("#count");
    await expect.poll(() => collector.of("click").length, { timeout: 15_000 }).toBe(1);
    expect(collector.of("page_leave")).toEqual([]);
  });
}

test("stop leaves nothing behind", async ({ page }) => {
  await page.goto(`${collector.origin}/`);
  await expect.poll(() => collector.of("page_view").length).toBe(1);
  await page.evaluate(() => (window as unknown as { wayseal: (name: string) => void }).wayseal("stop"));
  await expect.poll(() => collector.of("page_leave").length).toBe(1);
  const { length } = collector.bodies;
  await page.fill("[name=city]", "Lisbon");
  await page.click("#count");
  await page.click("text=Go");
  await page.waitForURL("**/thanks*");
  await page.waitForTimeout(1000);
  expect(collector.bodies).toHaveLength(length);
});
