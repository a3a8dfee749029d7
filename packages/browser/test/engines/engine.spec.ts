import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { test } from "./engine-test.js";
import { INSECURE_HOST } from "./insecure-host.js";
import { launchEngine } from "./launch-engine.js";

const PAGE = `<!doctype html><title>One</title><style>body { margin: 0 } #deep { margin-top: 3000px }</style>
<input id="field"><a id="link" href="/two">Two</a><div id="from">from</div><div id="to">to</div>
<button id="deep" onclick="this.textContent = event.isTrusted">deep</button>
<script>
  var seen = [];
  for (const type of ["pointerdown", "pointerup"])
    addEventListener(type, (event) => seen.push(type + " " + event.isTrusted + " " + event.target.id));
  addEventListener("pageshow", (event) => seen.push("show " + event.persisted));
  addEventListener("pagehide", () => navigator.sendBeacon("/left"));
</script>`;

test.beforeEach(({ collector }) => {
  collector.pages.set("/", PAGE).set("/two", "<title>Two</title>");
});

test("goes to a page and runs functions in it", async ({ tab, collector }) => {
  await tab.goto(`${collector.origin}/`);
  expect(await tab.evaluate(() => document.title)).toBe("One");
  expect(await tab.evaluate(async (a, b) => ({ sum: [a + b] }), 1, 2)).toEqual({ sum: [3] });
  await expect(tab.evaluate(() => Promise.reject(new Error("no such thing")))).rejects.toThrow("no such thing");
  await expect(tab.click("#nothing")).rejects.toThrow("#nothing");
});

test("clicks, drags and types as a person does", async ({ tab, collector }) => {
  await tab.goto(`${collector.origin}/`);
  await tab.click("#field");
  await tab.type("Lisbon, à 5 €");
  await tab.press("Shift+Home");
  await tab.press("Backspace");
  await tab.type("Porto");
  expect(await tab.evaluate(() => document.querySelector("input")?.value)).toBe("Porto");
  await tab.drag("#from", "#to");
  expect((await tab.evaluate(() => (window as unknown as { seen: string[] }).seen)).slice(-2)).toEqual([
    "pointerdown true from",
    "pointerup true to",
  ]);
  await tab.click("#deep");
  expect(await tab.evaluate(() => document.querySelector("#deep")?.textContent)).toBe("true");
});

test("navigates, reloads and goes back", async ({ tab, collector }) => {
  await tab.goto(`${collector.origin}/`);
  await tab.click("#link");
  await tab.until(() => document.title === "Two");
  await tab.back();
  await tab.until(() => document.title === "One");
  await tab.reload();
  expect(await tab.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual(["show false"]);
});

test("keeps tabs apart, and lets a page that is closed hear of it", async ({ tab, engine, collector }) => {
  await tab.goto(`${collector.origin}/two`);
  const other = await engine.open();
  await other.goto(`${collector.origin}/`);
  expect(await tab.evaluate(() => document.title)).toBe("Two");
  expect(await other.evaluate(() => document.visibilityState)).toBe("visible");
  // A page whose load is not over may be taken down without a word.
  await other.until(() => document.readyState === "complete");
  await other.close();
  await expect.poll(() => collector.paths, { timeout: 30_000 }).toContain("/left");
});

test("reaches a host that is no secure context", async ({ tab, collector }) => {
  await tab.goto(`${collector.origin}/`);
  expect(await tab.evaluate(() => isSecureContext)).toBe(true);
  await tab.goto(`${collector.origin.replace("127.0.0.1", INSECURE_HOST)}/`);
  expect(await tab.evaluate(() => [document.title, isSecureContext])).toEqual(["One", false]);
});

test("ends at once, and finds what was stored where a profile is kept", async ({ engineName, collector }) => {
  const profile = await mkdtemp(join(tmpdir(), "wayseal-profile-"));
  try {
    const first = await launchEngine(engineName, { profile });
    const tab = await first.open();
    await tab.goto(`${collector.origin}/`);
    await tab.evaluate(
      () =>
        new Promise<void>((done, fail) => {
          const opening = indexedDB.open("kept", 1);
          opening.onupgradeneeded = () => void opening.result.createObjectStore("rows");
          opening.onsuccess = () => {
            const writing = opening.result.transaction("rows", "readwrite", { durability: "strict" });
            writing.objectStore("rows").put("row", 1);
            writing.oncomplete = () => done();
            writing.onerror = () => fail(new Error("not written"));
          };
        }),
    );
    await first.kill();
    const second = await launchEngine(engineName, { profile });
    const again = await second.open();
    await again.goto(`${collector.origin}/`);
    expect(collector.paths).not.toContain("/left");
    const names = await again.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    expect(names).toEqual(second.keepsProfile ? ["kept"] : []);
    await second.close();
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
});
