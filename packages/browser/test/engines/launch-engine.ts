import { basename } from "node:path";
import { findBrowser } from "../../../../scripts/find-browser.mjs";
import type { Engine, EngineName, LaunchOptions } from "./engine.js";
import { launchFirefox } from "./launch-firefox.js";
import { launchPlaywright } from "./launch-playwright.js";
import { launchWebkit } from "./launch-webkit.js";

/** Starts the browser of this engine that is installed. @throws {Error} If there is none. */
export async function launchEngine(name: EngineName, options: LaunchOptions = {}): Promise<Engine> {
  const path = findBrowser(name);
  if (path === undefined) throw new Error(`There is no ${name} on this machine`);
  if (name === "webkit" && basename(path) === "WebKitWebDriver") return launchWebkit(path, options);
  // Playwright's downloads lie in folders such as `firefox-1500` and speak its own protocol only.
  if (name === "firefox" && !/[\\/]firefox-\d+[\\/]/.test(path)) return launchFirefox(path, options);
  return launchPlaywright(name, path, options);
}
