import { defineConfig } from "@playwright/test";
import { findBrowser } from "./scripts/find-browser.mjs";

const executablePath = findBrowser();
const pictures = process.env["TRACE"] === "full";

/** Tests that run once in each engine. They drive the browsers by adapters of their own (engines/engine.ts). */
const EVERYWHERE = "packages/browser/test/engines/*.spec.ts";

interface Options {
  readonly engineName: "chromium" | "firefox" | "webkit";
}

export default defineConfig<object, Options>({
  testDir: ".",
  testMatch: ["packages/*/test/**/*.spec.ts", "examples/*/test/**/*.spec.ts"],
  projects: [
    { name: "chromium" },
    { name: "firefox", testMatch: EVERYWHERE, use: { engineName: "firefox" } },
    { name: "webkit", testMatch: EVERYWHERE, testIgnore: "**/slow-script.spec.ts", use: { engineName: "webkit" } },
  ],
  outputDir: "test-results/browser",
  forbidOnly: process.env["CI"] !== undefined,
  timeout: 90_000,
  // A collector with its engine may have both cores to itself for seconds.
  expect: { timeout: 15_000 },
  // Each test starts its own servers on free ports; a collector with its engine wants a core.
  workers: 2,
  use: {
    browserName: "chromium",
    // Enough to see where a test failed. Pictures and copies of the page cost each test that passes a third of its time.
    trace: { mode: "retain-on-failure", screenshots: pictures, snapshots: pictures },
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
