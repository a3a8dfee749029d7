import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import vue from "@vitejs/plugin-vue";
import { build, preview } from "vite";
import { type } from "../hostile/hands.js";
import { startTinyCollector } from "../tiny-collector.js";

test("a Vue app with routes, a form, tabs and a consent banner is measured, and what is typed is not", async ({
  page,
}) => {
  const collector = await startTinyCollector("kilns");
  const outDir = await mkdtemp(join(tmpdir(), "wayseal-vue-"));
  const root = fileURLToPath(new URL("./vue", import.meta.url));
  const own = { root, configFile: false, logLevel: "silent", build: { outDir } } as const;
  const options = { site: "kilns", collector: collector.origin, key: collector.signingKey, flushInterval: 100 };
  await build({ ...own, plugins: [vue()], define: { OPTIONS: JSON.stringify(options) } });
  const server = await preview({ ...own, preview: { host: "127.0.0.1", port: 0 } });
  const faults: string[] = [];
  page.on("pageerror", (fault) => faults.push(String(fault)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  try {
    await page.goto(server.resolvedUrls?.local[0] as string);
    await page.click("text=Large");
    await page.click("text=Book the north kiln");
    await type(page, "[name=who]", "Vrenzi Quarbjow");
    await type(page, "[name=city]", "Graz");
    await page.click("form >> text=Book");
    await expect(page.getByRole("status")).toHaveText("See you, Vrenzi Quarbjow");
    await page.getByRole("status").click();
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    await page.click("text=Yes");
    await expect.poll(() => page.evaluate(() => localStorage.getItem("wayseal:kilns"))).toContain("granted");
    await page.click("text=Forget me");
    await expect.poll(() => page.evaluate(() => localStorage.getItem("wayseal:kilns"))).toBeNull();
    await page.goBack();
    await expect(page.getByRole("heading")).toHaveText("Kilns");
    // With the app it ends: nothing is told of what comes after.
    await page.evaluate("app.unmount()");
    await expect.poll(() => collector.of("page_leave").length).toBe(3);
    await page.evaluate("history.pushState(null, '', '/after'); document.body.click()");
    await page.goto(server.resolvedUrls?.local[0] as string);
    await expect.poll(() => collector.of("page_view").length).toBe(5);

    const views = collector.of("page_view").map(({ kind, title }) => [kind, title]);
    expect(views).toEqual([
      ["load", "Kilns"],
      ["navigate", "Kilns"],
      ["navigate", "Book a kiln"],
      ["navigate", "Kilns"],
      ["load", "Kilns"],
    ]);
    expect(collector.of("consent").map(({ choice }) => choice)).toEqual(["granted", "none"]);
    expect(collector.of("identify")).toMatchObject([{ user: "customer-42" }]);
    expect(collector.of("track")).toMatchObject([{ name: "Booked", properties: { kiln: "north" } }]);
    expect(collector.of("form_start")).toMatchObject([{ form: "book", field: "who" }]);
    expect(collector.of("field").map(({ field, value }) => [field, value])).toEqual([
      ["who", undefined],
      ["city", "Graz"],
    ]);
    expect(collector.of("form_submit")).toMatchObject([{ form: "book", filled: 2 }]);
    expect(JSON.stringify(collector.events)).not.toMatch(/vrenzi|quarbjow|after/i);
    // No icon is asked to be there.
    expect(faults.filter((fault) => !fault.includes("404"))).toEqual([]);
  } finally {
    await server.close();
    await collector.close();
    await rm(outDir, { recursive: true, force: true });
  }
});
