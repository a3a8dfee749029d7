import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const PLACES = [
  "/usr/bin",
  "/usr/local/bin",
  "/snap/bin",
  "/Applications/Google Chrome.app/Contents/MacOS",
  "/Applications/Chromium.app/Contents/MacOS",
];
const MAC_NAMES = ["Google Chrome", "Chromium"];
/** Where Playwright keeps the browsers that it downloads, by platform. */
const CACHES = [
  process.env.PLAYWRIGHT_BROWSERS_PATH,
  join(homedir(), ".cache/ms-playwright"),
  join(homedir(), "Library/Caches/ms-playwright"),
];
const CACHED = [
  "chrome-linux/chrome",
  "chrome-linux64/chrome",
  "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
  "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
];

/**
 * Looks for a Chromium that is already on this machine: `CHROMIUM_PATH`, the usual names and places, then Playwright's
 * own downloads, newest first.
 *
 * @returns {string | undefined} Path of an executable. Never throws.
 */
export function findBrowser() {
  const { CHROMIUM_PATH: named, PATH = "" } = process.env;
  if (named) return named;
  const installed = [...PATH.split(delimiter), ...PLACES].flatMap((place) =>
    [...NAMES, ...MAC_NAMES].map((name) => join(place, name)),
  );
  const downloaded = CACHES.flatMap((cache) =>
    cache !== undefined && existsSync(cache)
      ? readdirSync(cache)
          .filter((name) => /^chromium-\d+$/.test(name))
          .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)))
          .flatMap((name) => CACHED.map((path) => join(cache, name, path)))
      : [],
  );
  return [...installed, ...downloaded].find(isExecutable);
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
