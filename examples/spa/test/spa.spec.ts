import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import { build, preview, type PreviewServer } from "vite";
import { startTinyCollector, type TinyCollector } from "../../../packages/browser/test/tiny-collector.js";

const root = fileURLToPath(new URL("..", import.meta.url));
let collector: TinyCollector;
let outDir: string;
let server: PreviewServer;
let address: string;

/** Builds the app as its README says, with what its `.env.local` would hold, and serves what came of it. */
async function serve(env: Readonly<Record<string, string>>): Promise<void> {
  outDir = await mkdtemp(join(tmpdir(), "wayseal-spa-"));
  const own = { root, logLevel: "silent", envDir: outDir, build: { outDir, emptyOutDir: true } } as const;
  const define = Object.fromEntries(
    ["COLLECTOR", "SITE", "KEY"].map((name) => [
      `import.meta.env.VITE_WAYSEAL_${name}`,
      JSON.stringify(env[name] ?? ""),
    ]),
  );
  await build({ ...own, define });
  server = await preview({ ...own, preview: { host: "127.0.0.1", port: 0 } });
  address = server.resolvedUrls?.local[0] as string;
}

const open = (page: Page, path = ""): Promise<unknown> => page.goto(address + path);

test.beforeEach(async () => {
  collector = await startTinyCollector("workshops");
});
test.afterEach(async () => {
  await server.close();
  await collector.close();
  await rm(outDir, { recursive: true, force: true });
});

test("routes, identity and consent of a React app are measured, and what is typed is not", async ({ page }) => {
  await serve({ COLLECTOR: collector.origin, SITE: "workshops", KEY: collector.signingKey });
  const faults: string[] = [];
  page.on("pageerror", (fault) => faults.push(fault.message));
  await open(page);
  await page.getByRole("link", { name: "Book Smoke" }).click();
  await expect(page).toHaveTitle("Book Smoke · Fernwood Workshops");
  await page.getByLabel("Your name").fill("Jane Miller");
  await page.getByLabel("E-mail").fill("jane@example.com");
  await page.getByLabel("Seats").fill("2");
  await page.getByLabel("Country").focus();
  await page.getByLabel("Country").selectOption("PT");
  await page.getByLabel("Anything").fill("I am allergic to nuts");
  await page.getByRole("button", { name: "Book", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("See you on Friday at 18");
  // Nothing is on the device before the visitor agrees.
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await page.getByRole("button", { name: "Yes, that’s fine" }).click();
  await expect.poll(() => page.evaluate(() => localStorage.getItem("wayseal:workshops"))).toContain("granted");
  await page.getByRole("link", { name: "Sign in" }).click();
  // A view waits a moment for its title, and whoever is quicker changes it.
  await expect.poll(() => collector.of("page_view").length).toBe(3);
  await page.getByLabel("E-mail").fill("jane@example.com");
  await page.getByLabel("Password").fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();

  await expect.poll(() => collector.of("reset").length).toBe(1);
  await expect.poll(() => collector.of("identify").map(({ user }) => user)).toEqual(["customer-42"]);
  expect(collector.of("consent").map(({ choice }) => choice)).toEqual(["granted"]);
  expect(collector.of("track").map(({ name, properties }) => ({ name, properties }))).toEqual([
    { name: "Booked", properties: { workshop: "smoke", seats: 2, price: 72 } },
  ]);
  const views = collector.of("page_view").map(({ kind, title, url = address }) => ({
    kind,
    title,
    path: new URL(url as string, address).pathname,
  }));
  expect(views).toEqual([
    { kind: "load", title: "Fernwood Workshops", path: "/" },
    { kind: "navigate", title: "Book Smoke · Fernwood Workshops", path: "/book/smoke" },
    { kind: "navigate", title: "Sign in · Fernwood Workshops", path: "/account" },
  ]);
  const values = collector
    .of("field")
    .filter(({ form, value }) => form === "booking" && value !== undefined)
    .map(({ field, value }) => ({ field, value }));
  expect(values).toEqual([
    { field: "seats", value: "2" },
    { field: "country", value: "PT" },
  ]);
  expect(JSON.stringify(collector.events)).not.toMatch(/Jane|jane@|nuts|correct horse/);
  expect(faults).toEqual([]);

  // Someone who agreed is not asked again, and is the same visitor on the next page.
  await open(page, "account");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Consent" })).toHaveCount(0);
});

test("strict mode's double mount is one visit, and a No holds for as long as the page", async ({ page }) => {
  await serve({ COLLECTOR: collector.origin, SITE: "workshops", KEY: collector.signingKey });
  await open(page);
  await page.getByRole("link", { name: "Sign in" }).click();
  await expect.poll(() => collector.of("page_view").length).toBe(2);
  expect(collector.of("hello").length).toBe(1);

  const banner = page.getByRole("region", { name: "Consent" });
  await page.getByRole("button", { name: "No, thanks" }).click();
  await expect(banner).toHaveCount(0);
  await page.getByRole("link", { name: "Workshops", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toHaveCount(0);
  await expect(banner).toHaveCount(0);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  // Nothing remembers it.
  await page.reload();
  await expect(banner).toBeVisible();
});

test("the app works where nothing is set, and says so", async ({ page }) => {
  await serve({});
  await open(page, "book/first-flush");
  await expect(page.getByRole("status")).toContainText("Not measured");
  await page.getByLabel("Your name").fill("Jane Miller");
  await page.getByLabel("E-mail").fill("jane@example.com");
  await page.getByRole("button", { name: "Book", exact: true }).click();
  await expect(page.getByRole("heading", { name: "See you on" })).toBeVisible();
  expect(collector.paths).toEqual([]);
});

test("a key that is not the site's sends nothing, and the app works", async ({ page }) => {
  const other = await startTinyCollector("workshops");
  await serve({ COLLECTOR: collector.origin, SITE: "workshops", KEY: other.signingKey });
  await other.close();
  await open(page);
  await page.getByRole("link", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect.poll(() => collector.keyRequests).toBeGreaterThan(0);
  await page.waitForTimeout(3000);
  expect(collector.bodies).toEqual([]);
});
