import { expect, test } from "@playwright/test";
import type { JourneySummary, TrendsQuery } from "@wayseal/collector/api";
import { journey, journeys, SESSION, SUBJECT } from "./answers.js";
import { type ConsoleServer, Refusal, serveConsole } from "./serve-console.js";
import { story } from "./story.js";

let server: ConsoleServer;
test.beforeEach(async () => {
  server = await serveConsole();
});
test.afterEach(() => server.close());

const SECRET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ-_01234";

test("signs in, refuses a wrong password, and goes on to the page that was asked for", async ({ page }) => {
  server.signedIn = false;
  await page.goto(`${server.url}#/loss?site=shop&range=7d`);
  await page.getByLabel("E-mail").fill("ines@shop.example");
  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toHaveText(/do not match/);
  await expect(page.getByLabel("Password")).toHaveValue("");
  await page.getByLabel("Password").fill("correct horse battery");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Loss" })).toBeVisible();
  await expect(page.getByRole("radio", { name: "last 7 days" })).toBeChecked();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByText("You are signed out.")).toBeVisible();
  expect(server.signedIn).toBe(false);
});

test("an ended session comes back to the same page after signing in", async ({ page }) => {
  await page.goto(`${server.url}#/journeys`);
  await expect(page.getByRole("list", { name: "Journeys" })).toBeVisible();
  server.signedIn = false;
  server.send({ at: 1, events: 1, types: {} });
  await expect(page.getByText("Your session has ended.")).toBeVisible();
  await page.getByLabel("E-mail").fill("ines@shop.example");
  await page.getByLabel("Password").fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("list", { name: "Journeys" })).toBeVisible();
});

test("a one-time link sets a password, and its secret leaves the address at once", async ({ page }) => {
  server.signedIn = false;
  let given: unknown;
  const set = server.answers.get("POST session/password")!;
  server.answers.set("POST session/password", (url, body, request) => {
    given = body;
    return set(url, body, request);
  });
  await page.goto(`${server.url}#/welcome/${SECRET}`);
  const password = page.getByLabel("New password");
  await password.fill("short");
  expect(page.url()).toBe(`${server.url}#/welcome`);
  await expect(page.getByText("7 more to go.")).toBeVisible();
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByRole("alert")).toHaveText(/at least 12/);
  expect(given).toBeUndefined();
  await password.fill("");
  await password.focus();
  await page.keyboard.insertText("kestrel orbit velvet mustard");
  await expect(page.getByText("Good.")).toBeVisible();
  await page.getByRole("button", { name: "Show" }).click();
  await expect(password).toHaveAttribute("type", "text");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  expect(given).toEqual({ secret: SECRET, password: "kestrel orbit velvet mustard" });
});

test("a used link says so", async ({ page }) => {
  server.signedIn = false;
  server.answers.set("POST session/password", () => {
    throw new Refusal(410, "link-used");
  });
  await page.goto(`${server.url}#/welcome/${SECRET}`);
  await page.getByLabel("New password").fill("kestrel orbit velvet mustard");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByRole("alert")).toHaveText(/used or is too old/);
});

test("the overview moves as events arrive, says when it does not, and recovers", async ({ page }) => {
  // One list for all who ask: of another time each journey would have moved.
  const list = journeys(Date.now());
  server.answers.set("GET journeys", () => list);
  await page.goto(server.url);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const first = page.locator(".feed .journey-row").first();
  await expect(first).toContainText("3f9ac2");
  server.answers.set("GET journeys", () => ({
    journeys: [{ ...list.journeys[1]!, subject: "feed".repeat(8), last: Date.now() }, ...list.journeys],
    next: null,
  }));
  server.send({ at: Date.now(), events: 7, types: { click: 7 } });
  await expect(page.locator(".pulse-count")).toHaveText("7 events in the last minute");
  await expect(first).toContainText("feedfe", { timeout: 5_000 });
  await expect(page.locator("li.fresh")).toHaveCount(1);

  server.live = false;
  server.cutLive();
  await expect(page.getByText("Reconnecting")).toBeVisible();
  await expect(page.getByText("Every 10 s")).toBeVisible({ timeout: 20_000 });
  const asked = server.asked.length;
  await expect
    .poll(() => server.asked.slice(asked).filter((one) => one.startsWith("GET journeys")).length, { timeout: 15_000 })
    .toBeGreaterThan(0);
  server.live = true;
  await expect(page.getByText("Live", { exact: true })).toBeVisible({ timeout: 20_000 });
});

test("many live messages bring few refetches", async ({ page }) => {
  await page.goto(`${server.url}#/journeys`);
  await expect(page.getByRole("list", { name: "Journeys" })).toBeVisible();
  await page.waitForTimeout(500);
  const before = server.asked.filter((one) => one.startsWith("GET journeys")).length;
  const began = Date.now();
  for (let i = 0; i < 40; i++) {
    server.send({ at: i, events: 1, types: {} });
    await page.waitForTimeout(50);
  }
  await page.waitForTimeout(1_500);
  const refetches = server.asked.filter((one) => one.startsWith("GET journeys")).length - before;
  expect(refetches).toBeGreaterThan(0);
  // At most one in the time that a machine of any speed took for it, by the second.
  expect(refetches).toBeLessThanOrEqual(Math.max(4, Math.ceil((Date.now() - began) / 1_000)));
});

test("journeys: older ones on request, generated ones hidden on request, arrows move", async ({ page }) => {
  await page.goto(`${server.url}#/journeys`);
  const rows = page.getByRole("list", { name: "Journeys" }).getByRole("link");
  await expect(rows).toHaveCount(7);
  await expect(rows.first()).toContainText("From newsletter, entered at /, saw 11 pages in 2 visits");
  await page.getByRole("button", { name: "Older journeys" }).click();
  await expect(rows).toHaveCount(11);
  await expect(page.getByRole("button", { name: "Older journeys" })).toHaveCount(0);
  await page.getByRole("switch", { name: "Include generated journeys" }).uncheck();
  await expect(rows).toHaveCount(8);
  await rows.first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("j");
  await expect(rows.nth(2)).toBeFocused();
  await page.keyboard.press("End");
  await expect(rows.last()).toBeFocused();
  await page.keyboard.press("Home");
  expect(await rows.evaluateAll((all) => all.filter((a) => a.tabIndex === 0).length)).toBe(1);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: /^Visitor/ })).toBeFocused();
});

test("an empty site is told how to install the tag", async ({ page }) => {
  server.answers.set("GET journeys", () => ({ journeys: [], next: null }));
  await page.goto(`${server.url}#/journeys`);
  const origin = new URL(server.url).origin;
  const snippet = page.getByLabel("What to paste");
  await expect(snippet).toHaveText(`<script async src="${origin}/deep/v1/wayseal.js?site=shop"></script>`);
  // The label is what people press: the radio button itself is drawn over.
  await page.getByText("Pinned tag", { exact: true }).click();
  await expect(page.getByRole("radio", { name: "Pinned tag" })).toBeChecked();
  await expect(snippet).toHaveText(
    `<script async src="${origin}/deep/v1/wayseal-1.2.3.js" integrity="sha384-abc" crossorigin="anonymous" ` +
      `data-site="shop" data-key="BKEY"></script>`,
  );
  await page.keyboard.press("ArrowRight");
  await expect(snippet).toContainText(`collector: "${origin}/deep"`);
  // Where the rest is not known, the plain tag is told all the same.
  server.answers.set("GET sites/shop/install", () => {
    throw new Refusal(503, "unavailable");
  });
  await page.reload();
  await expect(snippet).toHaveText(`<script async src="${origin}/deep/v1/wayseal.js?site=shop"></script>`);
  await expect(page.getByRole("radio", { name: "Pinned tag" })).toHaveCount(0);
});

test("one journey: each field's state and reason, and a new event appears live", async ({ page }) => {
  const now = Date.now();
  let events = story(now);
  server.answers.set("GET journeys/:subject", () => journey(now, events));
  await page.goto(`${server.url}#/journeys/shop/${SUBJECT}`);
  for (const [state, count] of [
    ["shown", 8],
    ["masked", 1],
    ["withheld", 2],
    ["removed", 1],
    ["unreadable", 1],
    ["uncaptured", 1],
  ] as const) {
    await expect(page.locator(`.timeline .chip-${state}`)).toHaveCount(count);
  }
  await expect(page.getByText("ana.lindqvist@example.com")).toBeVisible();
  await expect(page.getByText("Restricted, and your clearance is confidential").first()).toBeVisible();
  await expect(page.locator(".form-card").last()).toContainText(
    "7 fields · 7 visited · 6 filled · 3 refills · 1 error",
  );
  await expect(page.getByRole("region", { name: /^Visit/ })).toHaveCount(2);
  const last = events.at(-1)!;
  events = [...events, { ...last, seq: 99, type: "track", columns: { name: "came_live" }, fields: [], occurred: now }];
  server.send({ at: now, events: 1, types: { track: 1 } });
  await expect(page.getByText("came_live")).toBeVisible({ timeout: 5_000 });
});

test("what is withheld is said to be, with the rule, and the rest is shown", async ({ page }) => {
  const rule = "Your access denies page";
  const { list, works } = { list: journeys(Date.now()), works: server.answers.get("POST query/trends")! };
  const deny = (summary: JourneySummary): JourneySummary => ({
    ...summary,
    entry: "",
    exit: "",
    withheld: { page: rule },
  });
  server.answers.set("GET journeys", () => ({ ...list, journeys: list.journeys.map(deny) }));
  server.answers.set("POST query/trends", (url, body, request) => {
    if ((body as TrendsQuery).by === "page" || (body as TrendsQuery).by === "form")
      throw new Refusal(403, "not-cleared", rule);
    return works(url, body, request);
  });
  await page.goto(server.url);
  await expect(page.getByText(`Withheld from you. ${rule}.`)).toHaveCount(2);
  await expect(page.getByRole("table", { name: /by country/ }).getByRole("row")).not.toHaveCount(1);
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.goto(`${server.url}#/journeys`);
  await expect(page.getByRole("list", { name: "Journeys" }).getByRole("link").first()).toContainText(
    "at a page withheld from you",
  );
  const one = journey(Date.now());
  server.answers.set("GET journeys/:subject", () => ({ ...one, summary: deny(one.summary) }));
  await page.goto(`${server.url}#/journeys/shop/${SUBJECT}`);
  await expect(page.getByRole("note").filter({ hasText: "Withheld from you" })).toContainText(`page. ${rule}.`);
});

test("loss says its share, its days and each reason", async ({ page }) => {
  await page.goto(`${server.url}#/loss?range=7d`);
  await expect(page.locator(".loss-figure")).toContainText(/^\d\.\d% lost in the last 7 days/);
  await expect(page.getByRole("row", { name: /^key/ })).toContainText("no longer accepted");
  await page.getByRole("button", { name: "Table" }).click();
  await expect(page.getByRole("table", { name: /per day/ }).getByRole("row")).toHaveCount(8);
});

test("a failing collector gets one message, and the page recovers by itself or on request", async ({ page }) => {
  const works = server.answers.get("POST query/trends")!;
  server.answers.set("POST query/trends", () => {
    throw new Refusal(500, "internal");
  });
  await page.goto(server.url);
  await expect(page.getByRole("alert")).toHaveCount(1);
  server.answers.set("POST query/trends", works);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect(page.locator(".trend-total").first()).not.toHaveText("0");
  server.answers.set("POST query/trends", () => {
    throw new Refusal(503, "engine-unavailable");
  });
  server.send({ at: 1, events: 1, types: {} });
  await expect(page.getByRole("alert")).toContainText("What you see was read earlier");
  await expect(page.locator(".trend-total").first()).toBeVisible();
  server.answers.set("POST query/trends", works);
  await expect(page.getByRole("alert")).toHaveCount(0, { timeout: 15_000 });
});

test("offline is said", async ({ page, context }) => {
  await page.goto(server.url);
  await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText("You are offline.")).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("You are offline.")).toHaveCount(0);
});

test("someone without a site is told what to do", async ({ page }) => {
  server.answers.set("GET session", () => ({ ...SESSION, sites: [] }));
  await page.goto(server.url);
  await expect(page.getByText("wayseal sites add")).toBeVisible();
});
