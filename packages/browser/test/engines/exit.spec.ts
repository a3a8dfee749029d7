import { expect } from "@playwright/test";
import type { TinyCollector } from "../tiny-collector.js";
import type { Engine, Tab } from "./engine.js";
import { test } from "./engine-test.js";

/** How often each way out is taken. */
const LONG = process.env["WAYSEAL_LONG"] === "1";
const TIMES = LONG ? 200 : 5;

/** They have no consent, so that nothing is left on the device for a later page to send. */
const page = (script: string): string => `<!doctype html><title>Shop</title>
${script}
<script>
  const id = new URLSearchParams(location.search).get("n");
  document.write('<a id="go" href="/next" data-wayseal-event="Left" data-wayseal-prop-n="' + id + '">Go</a>' +
    '<button id="stay" data-wayseal-event="Left" data-wayseal-prop-n="' + id + '">Stay</button>');
</script>`;

/** The ways in: the tag brings the key set, and the npm package asks for it. */
const SCRIPTS = {
  tag: () => `<script src="/v1/wayseal.js?site=shop"></script>`,
  "npm package": ({ signingKey }: TinyCollector) => `<script type="module">
  import { init } from "/v1/wayseal-module.js";
  window.wayseal = init({ site: "shop", collector: "/", key: "${signingKey}" });
</script>`,
} as const;

/** Clicks what reports the event, and leaves the page at once. */
const LEAVES: Readonly<Record<string, (tab: Tab) => Promise<void>>> = {
  "a link": async (tab) => {
    await tab.click("#go");
    await tab.until(() => location.pathname === "/next");
  },
  closing: async (tab) => {
    await tab.click("#stay");
    await tab.close();
  },
  reloading: async (tab) => {
    await tab.click("#stay");
    await tab.reload();
  },
  "going back": async (tab) => {
    await tab.click("#stay");
    await tab.back();
    await tab.until(() => location.pathname === "/before");
  },
};

/**
 * WebKit's driver now and then ends a page's process before its last request has left it: most of all where the tab is closed,
 * and in one of a hundred by the other ways. Firefox lost two of 2,000 (docs/performance.md for both). Few times tell less, so
 * one lost is borne there.
 *
 * @returns How many events must arrive.
 */
function least(engine: Engine["name"], way: string): number {
  if (engine === "chromium") return TIMES;
  if (LONG) return TIMES * (engine === "firefox" ? 0.99 : 0.95);
  return engine === "webkit" && way === "closing" ? Math.floor(TIMES / 2) : TIMES - 1;
}

/** Opens the page, waits until it has sent what it begins with, and leaves it, so many times. @returns How many events arrived. */
async function leave(
  engine: Engine,
  collector: TinyCollector,
  way: string,
  { times = TIMES, script = "tag" }: { times?: number; script?: keyof typeof SCRIPTS } = {},
): Promise<number> {
  collector.pages
    .set("/", page(SCRIPTS[script](collector)))
    .set("/next", "<title>Next</title>")
    .set("/before", "<title>Before</title>");
  const arrived = (): number =>
    new Set(collector.of("track").map(({ properties }) => (properties as { n: string }).n)).size;
  for (let n = 0; n < times; n++) {
    const tab = await engine.open();
    await tab.goto(`${collector.origin}/before?n=${n}`);
    const before = collector.bodies.length;
    await tab.goto(`${collector.origin}/?n=${n}`);
    await tab.until(() => (window as unknown as { wayseal?: { flush?: unknown } }).wayseal?.flush !== undefined);
    await tab.evaluate(() => (window as unknown as { wayseal: { flush(): Promise<void> } }).wayseal.flush());
    // The npm package has nothing to flush before its key set is here.
    await settled(() => collector.bodies.length > before, 10_000);
    await (LEAVES[way] as (tab: Tab) => Promise<void>)(tab);
    if (way === "closing") continue;
    // To close the tab as well, before the request has left, would be the other way out.
    await settled(() => arrived() > n, 1_000);
    await tab.close();
  }
  await settled(() => arrived() >= times, 5_000);
  return arrived();
}

/** Waits until something is so, or for as long as is given, milliseconds. */
async function settled(isSo: () => boolean, patience: number): Promise<void> {
  const end = Date.now() + patience;
  while (!isSo() && Date.now() < end) await new Promise((done) => setTimeout(done, 20));
}

const CASES = [
  ...Object.keys(LEAVES).map((way) => ({ way, script: "tag" as const })),
  { way: "a link", script: "npm package" as const },
];
for (const { way, script } of CASES) {
  test(`an event arrives whose page is left at once by ${way}, with the ${script}`, async ({ engine, collector }) => {
    test.setTimeout(60_000 + TIMES * 5_000);
    const count = await leave(engine, collector, way, { script });
    console.log(`${engine.name}, ${way}, ${script}: ${count} of ${TIMES} events arrived`);
    expect(count).toBeGreaterThanOrEqual(least(engine.name, way));
  });
}

test("an event whose request is refused at the exit is lost: the other tests can fail", async ({
  engine,
  collector,
}) => {
  collector.failing = 503;
  expect(await leave(engine, collector, "a link", { times: 2 })).toBe(0);
});
