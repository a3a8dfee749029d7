import { existsSync } from "node:fs";
import { findBrowser } from "./find-browser.mjs";
import { run } from "./run.mjs";
import { step } from "./step.mjs";

const PACKAGES = {
  chromium: ["chromium"],
  firefox: ["firefox-esr"],
  // The driver brings WebKitGTK and its MiniBrowser; Xvfb is the display that it draws on.
  webkit: ["webkit2gtk-driver", "xvfb"],
};

/**
 * Finds a browser, or tries to install one: as root on Debian the distribution's package, elsewhere Playwright's own
 * download. Chromium is what most tests run in, so there Playwright's is tried first.
 *
 * @param {import("./find-browser.mjs").EngineName} [engine]
 * @returns {Promise<string>} Path of an executable.
 * @throws {Error} If there is none and none could be installed; the message says what to do.
 */
export async function needBrowser(engine = "chromium") {
  const found = findBrowser(engine);
  if (found !== undefined) return found;
  const isDebian = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  const download = () =>
    step(`Looking for ${engine}: none is installed, so Playwright downloads its own`, async () => {
      await run(process.execPath, ["node_modules/@playwright/test/cli.js", "install", engine], { quiet: true });
    });
  const install = () =>
    step(`Installing Debian's ${PACKAGES[engine].join(" and ")}`, async () => {
      const env = { DEBIAN_FRONTEND: "noninteractive" };
      await run("apt-get", ["update", "-qq"], { quiet: true, env });
      // A fresh machine may be installing packages of its own.
      const options = ["-y", "-qq", "-o", "DPkg::Lock::Timeout=120", "--no-install-recommends"];
      await run("apt-get", ["install", ...options, ...PACKAGES[engine]], { quiet: true, env });
    });
  const ways = isDebian ? [install, download] : [download];
  if (engine === "chromium") ways.reverse();
  for (const way of ways) {
    await way();
    const gained = findBrowser(engine);
    if (gained !== undefined) return gained;
  }
  throw new Error(
    engine === "chromium"
      ? "No Chromium was found and none could be installed: install one, or set CHROMIUM_PATH to it."
      : `No ${engine} was found and none could be installed (on Debian: apt install ${PACKAGES[engine].join(" ")}).`,
  );
}
