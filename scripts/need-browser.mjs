import { existsSync } from "node:fs";
import { findBrowser } from "./find-browser.mjs";
import { run } from "./run.mjs";
import { step } from "./step.mjs";

/**
 * Finds a Chromium, or tries to install one: first Playwright's own download, then, as root on Debian, the
 * distribution's package.
 *
 * @returns {Promise<string>} Path of an executable.
 * @throws {Error} If there is none and none could be installed; the message says what to do.
 */
export async function needBrowser() {
  const found = findBrowser();
  if (found !== undefined) return found;
  await step("Looking for a browser: none is installed, so Playwright downloads its own", () =>
    run(process.execPath, ["node_modules/@playwright/test/cli.js", "install", "chromium"], { quiet: true }),
  );
  const downloaded = findBrowser();
  if (downloaded !== undefined) return downloaded;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    await step("Installing Debian's chromium", async () => {
      const env = { DEBIAN_FRONTEND: "noninteractive" };
      await run("apt-get", ["update", "-qq"], { quiet: true, env });
      await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { quiet: true, env });
    });
    const packaged = findBrowser();
    if (packaged !== undefined) return packaged;
  }
  throw new Error("No Chromium was found and none could be installed: install one, or set CHROMIUM_PATH to it.");
}
