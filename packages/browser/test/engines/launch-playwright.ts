import { execFileSync } from "node:child_process";
import { chromium, firefox, type Page, webkit } from "@playwright/test";
import { driveTab } from "./drive-tab.js";
import type { Driver, Engine, EngineName, LaunchOptions } from "./engine.js";
import { INSECURE_HOST } from "./insecure-host.js";
import { ownProfile } from "./own-profile.js";

const TYPES = { chromium, firefox, webkit };
const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`,
];

/** Drives a Chromium, or one of Playwright's own downloads of Firefox and WebKit. */
export async function launchPlaywright(
  name: EngineName,
  executablePath: string,
  options: LaunchOptions,
): Promise<Engine> {
  const profile = await ownProfile(options.profile);
  const context = await TYPES[name].launchPersistentContext(profile.path, {
    executablePath,
    viewport: null,
    ...(name === "chromium"
      ? // Users' browsers have the back-forward cache, so the SDK is tested with it.
        { args: CHROMIUM_ARGS, ignoreDefaultArgs: ["--disable-back-forward-cache"] }
      : {}),
    ...(name === "firefox" ? { firefoxUserPrefs: { "network.dns.localDomains": INSECURE_HOST } } : {}),
  });
  // The tab that it begins with is the first to be used.
  const [first] = context.pages();
  let spare = first;
  return {
    name,
    keepsProfile: true,
    async open() {
      const page = spare ?? (await context.newPage());
      spare = undefined;
      return driveTab(driverOf(page));
    },
    async close() {
      await context.close();
      await profile.remove();
    },
    async kill() {
      const gone = new Promise((done) => context.once("close", done));
      const list = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" });
      for (const line of list.split("\n")) {
        if (line.includes(profile.path) && !line.includes("ps -eo")) process.kill(parseInt(line, 10), "SIGKILL");
      }
      await gone;
      await profile.remove();
    },
  };
}

function driverOf(page: Page): Driver {
  return {
    goto: async (url) => void (await page.goto(url)),
    evaluate: (run, ...args) => page.evaluate(`(${String(run)})(...${JSON.stringify(args)})`),
    move: (x, y) => page.mouse.move(x, y),
    down: () => page.mouse.down(),
    up: () => page.mouse.up(),
    type: (text) => page.keyboard.type(text),
    press: (keys) => page.keyboard.press(keys),
    reload: async () => void (await page.reload()),
    back: () => page.evaluate("void setTimeout(() => history.back())"),
    close: () => page.close(),
  };
}
