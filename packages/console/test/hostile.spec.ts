import { expect, type Page, test } from "@playwright/test";
import type { TrendsQuery } from "@wayseal/collector/api";
import { SUBJECT, trends } from "./answers.js";
import { HOSTILE, hostileJourney, hostileJourneys, hostileLoss, hostileTrends } from "./hostile.js";
import { hostilePeople, hostileReveals, hostileTokens } from "./hostile-people.js";
import { hostileKeys, hostileRequest, hostileRequests } from "./hostile-requests.js";
import { hostileAudit, hostileStatus } from "./hostile-audit.js";
import { hostileQuarantine, hostileRecord } from "./hostile-quarantine.js";
import { hostilePolicy, hostileVersions } from "./hostile-policy.js";
import { REQUEST } from "./requests-answer.js";
import { type ConsoleServer, serveConsole } from "./serve-console.js";
import { watchPage } from "./watch-page.js";

let server: ConsoleServer;
test.afterEach(() => server.close());

const PAGES = [
  ["overview", "#/overview"],
  ["journeys", "#/journeys"],
  ["journey", `#/journeys/shop/${SUBJECT}`],
  ["loss", "#/loss"],
  ["requests", "#/requests"],
  ["request", `#/requests/shop/${REQUEST}`],
  ["keys", "#/keys"],
  ["reveals", "#/reveals"],
  ["people", "#/people"],
  ["policy", "#/policy"],
  ["audit", "#/audit"],
  ["quarantine", "#/quarantine"],
] as const;

function answerHostile(): void {
  const now = Date.now();
  server.answers.set("GET journeys", () => hostileJourneys(now));
  server.answers.set("GET journeys/:subject", () => JSON.stringify(hostileJourney(now)));
  server.answers.set("POST query/loss", () => hostileLoss());
  server.answers.set("GET keys", () => JSON.stringify(hostileKeys(now)));
  server.answers.set("GET reveals", () => JSON.stringify(hostileReveals(now)));
  server.answers.set("GET tokens", () => JSON.stringify(hostileTokens(now)));
  server.answers.set("GET people", () => JSON.stringify(hostilePeople(now)));
  server.answers.set("GET audit", () => JSON.stringify(hostileAudit(now)));
  server.answers.set("GET audit/status", () => JSON.stringify(hostileStatus(now)));
  for (const entry of hostileAudit(now).entries) {
    const { names } = hostileAudit(now);
    const shown = { entry, body: HOSTILE.join(), previous: HOSTILE[0], signed: null, names };
    server.answers.set(`GET audit/entries/${entry.seq}`, () => JSON.stringify(shown));
  }
  server.answers.set("GET quarantine", () => JSON.stringify(hostileQuarantine(now)));
  for (const { id } of hostileQuarantine(now).records) {
    server.answers.set(`GET quarantine/${id}`, () => JSON.stringify(hostileRecord(now, id)));
  }
  server.answers.set("GET policy", () => JSON.stringify(hostilePolicy()));
  server.answers.set("GET policy/versions", () => JSON.stringify(hostileVersions()));
  server.answers.set("GET requests", () => JSON.stringify(hostileRequests(now)));
  server.answers.set(`GET requests/${REQUEST}`, () => JSON.stringify(hostileRequest(now)));
  server.answers.set("POST query/trends", (_, body) => {
    const query = body as TrendsQuery;
    const { times } = trends(query);
    return query.by === undefined ? trends(query) : hostileTrends(times);
  });
}

/** A wide screen last, where everything that a row has can be pressed. */
const WIDTHS = [320, 1280];

/** Markup that only captured text could have brought in: the console itself has none of these. */
const FOREIGN =
  "script:not(head script), img, iframe, object, embed, style, video, audio, base, [onload], [onerror], [onmouseover], [style*='url']";

async function expectHarmless(page: Page, widths: readonly number[] = [1280]): Promise<void> {
  expect(await page.locator(FOREIGN).count()).toBe(0);
  const links = await page
    .locator("a")
    .evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? a.getAttribute("xlink:href")));
  const bundle = `${new URL(server.url).origin}/deep/v1/audit/bundle`;
  for (const href of links.filter((one) => one !== bundle))
    expect(href).toMatch(/^#\/(overview|journeys|loss|requests|keys|reveals|people|policy|audit|quarantine)|^#main$/);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    // What draws itself anew by its width does so within some frames, later ones on a busy machine.
    const wide = (): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(wide, `scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
  }
}

for (const [name, hash] of PAGES) {
  test(`hostile values on ${name} are text and nothing else`, async ({ page }) => {
    server = await serveConsole();
    answerHostile();
    const watched = await watchPage(page, new URL(server.url).origin);
    await page.goto(server.url + hash);
    await expect(page.getByText("<script>window.__ran").filter({ visible: true }).first()).toBeVisible();
    await expectHarmless(page, WIDTHS);

    // Every part of a page that has several.
    for (const part of await page.locator(".policy-toolbar .choice span").all()) {
      await part.click();
      await expect(page.locator(".policy")).toBeVisible();
      await expectHarmless(page);
    }
    for (const row of await page.locator(".trail-row").all()) {
      await row.click();
      await expect(page.getByRole("dialog").getByText("Hash before")).toBeVisible();
      await expectHarmless(page);
      await page.keyboard.press("Escape");
    }
    for (const row of await page.locator(".held-row").all()) {
      await row.click();
      await expect(page.getByRole("dialog").getByText("Its shape")).toBeVisible();
      await expectHarmless(page);
      await page.keyboard.press("Escape");
    }
    // Open what can be opened, run the pointer over everything, and press where strangers' text lies.
    const buttons = page.getByRole("button", { name: /^Show all/ });
    for (let left = Math.min(12, await buttons.count()); left > 0; left--) await buttons.first().click();
    for (const text of await page
      .locator(".captured")
      .all()
      .then((all) => all.slice(0, 5))) {
      await text.hover({ force: true, timeout: 500 }).catch(() => undefined);
    }
    server.send(JSON.parse('{"at":1,"events":2,"types":{"__proto__":1,"<script>":1}}') as never);
    await page.waitForTimeout(1_500);
    await expectHarmless(page, WIDTHS);

    expect(await watched.violations()).toEqual([]);
    expect(await watched.ran()).toBeNull();
    expect(watched.dialogs).toEqual([]);
    expect(watched.strays).toEqual([]);
    expect(watched.errors).toEqual([]);
  });
}

test("a right-to-left override and other hidden characters are shown by name, and isolated", async ({ page }) => {
  server = await serveConsole();
  answerHostile();
  await page.goto(`${server.url}#/journeys/shop/${SUBJECT}`);
  const text = page.locator("bdi").filter({ hasText: "gpj.exe" }).first();
  await expect(text).toBeVisible();
  expect(await text.textContent()).toContain("U+202Egpj.exeU+202C");
  expect(await text.locator(".control").first().getAttribute("title")).toBe("right-to-left override U+202E");
  expect(await text.evaluate((element) => getComputedStyle(element).unicodeBidi)).toBe("isolate");
  // Not one of them is left as it was, anywhere on the page.
  expect(await page.evaluate(() => /[\u202a-\u202e\u2066-\u2069\u200b]/.test(document.body.textContent))).toBe(false);
});

test("10,000 characters stay short until they are asked for", async ({ page }) => {
  server = await serveConsole();
  answerHostile();
  await page.goto(`${server.url}#/journeys/shop/${SUBJECT}`);
  const value = page.locator(".value-text").filter({ hasText: "WWWW" }).first();
  await expect(value).toBeVisible();
  expect((await value.textContent())?.length).toBeLessThan(250);
  await value.getByRole("button").click();
  expect((await value.textContent())?.length).toBeGreaterThan(10_000);
  expect((await value.boundingBox())?.height).toBeLessThan(400);
});

test("negative control: markup by innerHTML is refused by the policy, and the watch sees it", async ({ page }) => {
  server = await serveConsole();
  const watched = await watchPage(page, new URL(server.url).origin);
  await page.goto(server.url);
  await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
  expect(await watched.violations()).toEqual([]);
  const refused = await page.evaluate((markup) => {
    try {
      document.querySelector("main")!.innerHTML = markup;
      return "took it";
    } catch (error) {
      return (error as Error).name;
    }
  }, HOSTILE[1] ?? "");
  expect(refused).toBe("TypeError");
  expect((await watched.violations()).join()).toContain("require-trusted-types-for");
  expect(await watched.ran()).toBeNull();
});

test("negative control: without a policy the same markup runs, and the watch sees that too", async ({ page }) => {
  server = await serveConsole({ csp: null });
  const watched = await watchPage(page, new URL(server.url).origin);
  await page.goto(server.url);
  await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
  await page.evaluate((markup) => {
    document.querySelector("main")!.innerHTML = `${markup}<iframe></iframe><img src="https://stray.invalid/x">`;
  }, HOSTILE[1] ?? "");
  await expect.poll(() => watched.ran()).toBe("img");
  await expect.poll(() => watched.strays).toEqual(["https://stray.invalid/x"]);
  expect(await page.locator(FOREIGN).count()).toBeGreaterThan(0);
  await page.evaluate(() => alert("seen"));
  expect(watched.dialogs).toEqual(["seen"]);
});
