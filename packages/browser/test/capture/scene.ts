import { expect, type Page, test } from "@playwright/test";
import { startTinyCollector, type TinyCollector } from "../tiny-collector.js";

export const TAG = `<script src="/v1/wayseal.js?site=shop" data-flush-interval="100" data-allow="city"></script>`;

export interface Scene {
  readonly collector: TinyCollector;
  /** The running test's events, in their order. */
  all(): Record<string, unknown>[];
  /** Those of a type. */
  told(type: string): Record<string, unknown>[];
  /** Opens a page of this body; without one, what the collector has at the address. */
  open(page: Page, body: string | null, address?: string): Promise<void>;
  /** Leaves the page, and waits for what pages say at their end. */
  leave(page: Page, times?: number): Promise<void>;
}

/** Sets up one collector for all tests of a file, which run one after the other. */
export function useScene(): Scene {
  let collector: TinyCollector;
  let from = 0;
  test.beforeAll(async () => {
    collector = await startTinyCollector();
    collector.pages.set("/end", "<!doctype html><title>End</title>");
  });
  test.afterAll(() => collector.close());
  const scene: Scene = {
    get collector() {
      return collector;
    },
    all: () => collector.events.slice(from),
    told: (type) => scene.all().filter((event) => event["type"] === type),
    async open(page, body, address = "/") {
      from = collector.events.length;
      if (body !== null) collector.pages.set("/", `<!doctype html><title>Page</title>${TAG}<body>${body}`);
      await page.goto(collector.origin + address);
    },
    async leave(page, times = 1) {
      await page.goto(`${collector.origin}/end`);
      await expect.poll(() => scene.told("page_leave").length).toBe(times);
    },
  };
  return scene;
}
