import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** @typedef {"chromium" | "firefox" | "webkit"} EngineName */

/**
 * By engine: the variable that names it; its names on the PATH; full paths elsewhere; and what Playwright's own
 * download holds. WebKit is driven by a program of its own.
 */
const ENGINES = {
  chromium: {
    variable: "CHROMIUM_PATH",
    names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
    paths: [
      "/snap/bin/chromium",
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ],
    downloaded: [
      "chrome-linux/chrome",
      "chrome-linux64/chrome",
      "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
      "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
    ],
  },
  firefox: {
    variable: "FIREFOX_PATH",
    names: ["firefox-esr", "firefox"],
    paths: ["/Applications/Firefox.app/Contents/MacOS/firefox"],
    downloaded: ["firefox/firefox", "firefox/Nightly.app/Contents/MacOS/firefox"],
  },
  webkit: {
    variable: "WEBKIT_PATH",
    names: ["WebKitWebDriver"],
    paths: [],
    downloaded: ["pw_run.sh"],
  },
};
const PLACES = ["/usr/bin", "/usr/local/bin"];
/** Where Playwright keeps the browsers that it downloads, by platform. */
const CACHES = [
  process.env.PLAYWRIGHT_BROWSERS_PATH,
  join(homedir(), ".cache/ms-playwright"),
  join(homedir(), "Library/Caches/ms-playwright"),
];

/**
 * Looks for a browser that is already on this machine: its variable, the usual names and places, then Playwright's own
 * downloads, newest first.
 *
 * @param {EngineName} [engine]
 * @returns {string | undefined} Path of an executable; for WebKit that of its WebDriver, or of Playwright's download.
 *   Never throws.
 */
export function findBrowser(engine = "chromium") {
  const { variable, names, paths, downloaded } = ENGINES[engine];
  const named = process.env[variable];
  if (named) return named;
  const places = [...(process.env.PATH ?? "").split(delimiter), ...PLACES];
  const installed = places.flatMap((place) => names.map((name) => join(place, name))).concat(paths);
  const found = installed.find(isExecutable);
  // WebKitGTK opens windows, so it needs a display of its own.
  if (found !== undefined && (engine !== "webkit" || places.some((place) => isExecutable(join(place, "Xvfb")))))
    return found;
  return CACHES.flatMap((cache) =>
    cache !== undefined && existsSync(cache)
      ? readdirSync(cache)
          .filter((name) => new RegExp(`^${engine}-\\d+$`).test(name))
          .sort((a, b) => Number(b.split("-")[1]) - Number(a.split("-")[1]))
          .flatMap((name) => downloaded.map((path) => join(cache, name, path)))
      : [],
  ).find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // Absent, or not ours to run: both mean look on.
  }
}
