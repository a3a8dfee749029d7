import { type Page, test as base, expect } from "@playwright/test";
import { type Opened, startTinyCollector, type TinyCollector } from "../tiny-collector.js";
import { bundleUnredacted } from "./bundle-unredacted.js";
import { findTraces } from "./find-traces.js";

/** A page that does its worst, what a visitor does there, and what must come of it. */
export interface HostileCase {
  /** What is in the page's body, script included. */
  readonly body: string;
  /** What a visitor types or the page shows that may not leave it, in any part. */
  readonly secret: string | readonly string[];
  readonly act: (page: Page) => Promise<unknown>;
  /** Script by script, what the page itself must say at the end: it got what was typed. */
  readonly holds?: Readonly<Record<string, string>>;
  /** What must be told of it all the same, at least: the search was not of nothing. */
  readonly told: readonly object[];
  /** The type of an event that carries the secret where redaction is taken out, or `spread`; null where none ever can. */
  readonly carrier: string | null;
  /** Attributes of the tag. By default no value is allowed. */
  readonly tag?: string;
  /** Path and what follows. */
  readonly address?: string;
  /** Other pages, by path, with the SDK in front: what is in their bodies. */
  readonly others?: Readonly<Record<string, string>>;
}

/** One site's two SDKs: the real one, and one with redaction taken out, each with a collector of its own. */
interface Scene {
  readonly collector: TinyCollector;
  readonly control: TinyCollector;
  /** One for all: nothing is stored without consent, and a page of its own costs more than a visit. */
  readonly page: Page;
}

const scened = base.extend<object, { readonly scene: Scene }>({
  scene: [
    async ({ browser }, use) => {
      const [collector, control] = [await startTinyCollector(), await startTinyCollector()];
      collector.pages.set("/unredacted.js", await bundleUnredacted()).set("/end", "<!doctype html><title>End</title>");
      const context = await browser.newContext();
      await use({ collector, control, page: await context.newPage() });
      await context.close();
      await Promise.all([collector.close(), control.close()]);
    },
    { scope: "worker" },
  ],
});

const SDKS = ["wayseal", "unredactedClient"];

/** Registers the test of one hostile page. */
export function hostile(name: string, hostileCase: HostileCase): void {
  const { body, secret, act, holds = {}, told, carrier, tag = "", address = "", others = {} } = hostileCase;
  scened(name, async ({ scene: { collector, control, page } }) => {
    const head = `<!doctype html><title>Page</title><script src="/v1/wayseal.js?site=shop" data-flush-interval="100" ${tag}></script>
      <script src="/unredacted.js"></script><script>
      var unredactedClient = unredacted.init({ site: "shop", collector: "${control.origin}", key: "${control.signingKey}", flushInterval: 100 });
      </script><body>`;
    for (const [path, more] of Object.entries({ ...others, "/hostile": body })) collector.pages.set(path, head + more);
    const faults: string[] = [];
    page.removeAllListeners("pageerror");
    page.on("pageerror", (fault) => faults.push(String(fault)));
    const [from, controlFrom] = [collector.events.length, control.events.length];
    const seen = (): Opened[] => collector.events.slice(from);
    const controlSeen = (): Opened[] => control.events.slice(controlFrom);

    await page.goto(`${collector.origin}/hostile${address}`);
    await act(page);
    for (const [script, wanted] of Object.entries(holds)) {
      await expect.poll(() => page.evaluate(script), { message: script }).toBe(wanted);
    }
    // Whoever leaves before the first key is there takes it all along.
    await expect.poll(() => Math.min(...[seen(), controlSeen()].map((all) => all.length))).toBeGreaterThan(0);
    await page.evaluate(`${SDKS.map((sdk) => `${sdk}.track("last")`).join()}, undefined`);
    await page.goto(`${collector.origin}/end`);
    await expect.poll(() => [seen(), controlSeen()].map(isWhole), { message: "both sent all" }).toEqual([true, true]);

    for (const event of told) expect(seen()).toContainEqual(expect.objectContaining({ ...event }));
    for (const one of [secret].flat()) {
      expect(findTraces(one, seen(), collector.origin), `traces of ${one}`).toEqual([]);
      const carriers = findTraces(one, controlSeen(), collector.origin).map(({ type }) => type);
      if (carrier === null) expect(carriers, "what no event carries").toEqual([]);
      else expect(carriers, `traces of ${one} without redaction`).toContain(carrier);
    }
    expect(faults).toEqual([]);
  });
}

/** Whether each stream is there without a gap, the last one up to the leave after the test's last word. */
function isWhole(events: readonly Opened[]): boolean {
  const end = events.find(({ type, name }) => type === "track" && name === "last");
  const left = events.some(({ type, stream, seq }) => type === "page_leave" && stream === end?.stream && seq > end.seq);
  const counts = new Map<string, number>();
  for (const { stream, seq } of events) counts.set(stream, Math.max(counts.get(stream) ?? 0, seq + 1));
  return left && [...counts.values()].reduce((sum, count) => sum + count, 0) === events.length;
}
