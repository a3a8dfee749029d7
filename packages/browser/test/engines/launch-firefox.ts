import puppeteer, { type KeyInput, type Page } from "puppeteer-core";
import { driveTab } from "./drive-tab.js";
import type { Driver, Engine, LaunchOptions } from "./engine.js";
import { INSECURE_HOST } from "./insecure-host.js";
import { ownProfile } from "./own-profile.js";

/** Drives an ordinary Firefox by WebDriver BiDi. */
export async function launchFirefox(executablePath: string, options: LaunchOptions): Promise<Engine> {
  const profile = await ownProfile(options.profile);
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath,
    headless: true,
    defaultViewport: null,
    userDataDir: profile.path,
    // A busy machine takes its time.
    timeout: 90_000,
    protocolTimeout: 90_000,
    extraPrefsFirefox: { "network.dns.localDomains": INSECURE_HOST },
  });
  return {
    name: "firefox",
    keepsProfile: true,
    open: async () => driveTab(driverOf(await browser.newPage())),
    async close() {
      await browser.close();
      await profile.remove();
    },
    async kill() {
      const child = browser.process();
      const gone = new Promise((done) => child?.once("exit", done));
      child?.kill("SIGKILL");
      await gone;
      await profile.remove();
    },
  };
}

function driverOf(page: Page): Driver {
  return {
    goto: async (url) => void (await page.goto(url, { timeout: 60_000 })),
    evaluate: (run, ...args) =>
      page.evaluate(`(${String(run)})(...${JSON.stringify(args)})`) as Promise<Awaited<ReturnType<typeof run>>>,
    move: (x, y) => page.mouse.move(x, y),
    down: () => page.mouse.down(),
    up: () => page.mouse.up(),
    type: (text) => page.keyboard.type(text),
    async press(keys) {
      const held = keys.split("+") as KeyInput[];
      const key = held.pop() as KeyInput;
      for (const modifier of held) await page.keyboard.down(modifier);
      await page.keyboard.press(key);
      for (const modifier of held.reverse()) await page.keyboard.up(modifier);
    },
    async reload() {
      // The library's own waits for ever on a page that came from the back-forward cache.
      await page.evaluate("self.beforeReload = true; setTimeout(() => location.reload())");
      await page.waitForFunction("!self.beforeReload && document.readyState === 'complete'", { timeout: 60_000 });
    },
    back: async () => void (await page.evaluate("void setTimeout(() => history.back())")),
    close: () => page.close(),
  };
}
