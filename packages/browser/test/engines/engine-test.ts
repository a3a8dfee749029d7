import { test as base } from "@playwright/test";
import { findBrowser } from "../../../../scripts/find-browser.mjs";
import { startTinyCollector, type TinyCollector } from "../tiny-collector.js";
import type { Engine, EngineName, Tab } from "./engine.js";
import { launchEngine } from "./launch-engine.js";

interface PerTest {
  /** A collector of the test's own. Its origin is one too, so that nothing stored is shared between tests. */
  readonly collector: TinyCollector;
  readonly tab: Tab;
  readonly present: void;
}

interface PerWorker {
  readonly engineName: EngineName;
  readonly engine: Engine;
}

/** A test that runs once in each engine, in one browser a worker. */
export const test = base.extend<PerTest, PerWorker>({
  engineName: ["chromium", { option: true, scope: "worker" }],
  engine: [
    async ({ engineName }, use) => {
      const engine = await launchEngine(engineName);
      await use(engine);
      await engine.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  present: [
    async ({ engineName }, use, info) => {
      const missing = engineName !== "chromium" && findBrowser(engineName) === undefined;
      if (missing) console.log(`Skipped, since there is no ${engineName} on this machine: ${info.title}`);
      info.skip(missing, `There is no ${engineName} on this machine`);
      await use();
    },
    { auto: true },
  ],
  collector: async ({ present: _ }, use) => {
    const collector = await startTinyCollector();
    await use(collector);
    await collector.close();
  },
  tab: async ({ present: _, engine }, use) => {
    const tab = await engine.open();
    await use(tab);
    await tab.close();
  },
});
