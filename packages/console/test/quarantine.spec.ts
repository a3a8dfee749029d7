import { randomBytes } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { envelope, fetchKey, journey, openStream, seal, send } from "../../collector/test/independent-sender.mjs";
import { createStack, type Stack } from "../../collector/test/stack.js";
import { enter } from "./enter.js";
import { expectAccessible } from "./expect-accessible.js";
import { firstApp } from "./first-app.js";
import { fitsNarrow } from "./fits-narrow.js";
import { invitePeople } from "./invite-people.js";

/** Nothing here answers in the collector's place. */
let stack: Stack;
let token = "";
let links: ReadonlyMap<string, string>;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  stack = await createStack();
  await stack.cli("init");
  await stack.start();
  await stack.cli("sites", "add", "shop", "--origin", "https://shop.example");
  links = await invitePeople(stack, {
    "privacy-officer": ["--role", "privacy-officer", "--sites", "all"],
    analyst: ["--role", "analyst", "--sites", "all"],
  });
  token = await stack.token("restricted");
  await stack.cli("ingest", "create", "shop");
});
test.afterAll(() => stack.close());

const SECRET = "hunter2";
const shapeless = { type: "click", at: 12, role: "button", name: 7, note: SECRET, password: SECRET };

/** A visit of the shop, with these events besides. @returns How many of its records were refused. */
async function visit(...more: object[]): Promise<number> {
  const stream = openStream("shop", await fetchKey(stack.url, "shop"));
  for (const event of [...journey("shop", randomBytes(16).toString("base64url")), ...more]) seal(stream, event);
  const { status, text } = await send(stack.url, envelope(stream, Date.now()));
  return status === 204 ? 0 : (JSON.parse(text) as { rejected: object[] }).rejected.length;
}

const records = (page: Page) => page.getByRole("list", { name: "Refused records" }).getByRole("button");
// What is still being read is a status too.
const said = (page: Page) => page.getByRole("main").locator("p[role=status]");
async function journeys(site = "shop"): Promise<number> {
  const range = `from=${Date.now() - 86_400_000}&to=${Date.now() + 60_000}`;
  const headers = { Authorization: `Bearer ${token}` };
  const answer = await fetch(`${stack.url}/v1/journeys?site=${site}&${range}`, { headers });
  return answer.ok ? ((await answer.json()) as { journeys: object[] }).journeys.length : 0;
}

test("a privacy officer sees what was refused, takes it in once it may be, and drops the rest", async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await enter(browser, links.get("privacy-officer")!);
  await page.keyboard.press("g");
  await page.keyboard.press("q");
  await expect(page.getByRole("heading", { level: 1, name: "Quarantine" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Nothing waits" })).toBeVisible();
  await expectAccessible(page);

  expect(await visit(shapeless)).toBe(1);
  await stack.cli("ingest", "require", "shop");
  // A collector that runs reads a site's settings anew each second.
  await new Promise((done) => setTimeout(done, 1500));
  const many = await visit();
  expect(many).toBeGreaterThan(3);
  await page.getByRole("button", { name: "Read again" }).click();
  await expect(records(page)).toHaveCount(many + 1);
  await expect(records(page).first()).toContainText("token");
  await expectAccessible(page);
  await fitsNarrow(page);

  await page.getByRole("combobox", { name: "Refused as" }).selectOption("shape (1)");
  await expect(records(page)).toHaveCount(1);
  await records(page).first().focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: /^Record \d+$/ });
  await expect(dialog.getByText("click.name must be a string")).toBeVisible();
  await expect(dialog.locator("pre")).toContainText('"name": "(number)"');
  await expect(dialog.locator("pre")).toContainText('"note": "(text)"');
  await expect(dialog).not.toContainText(SECRET);
  await expect(dialog.locator("pre")).not.toContainText("password");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await records(page).first().click();
  await dialog.getByRole("button", { name: "Take in again" }).click();
  await expect(said(page)).toHaveText("1 still refused.");

  await page.getByRole("combobox", { name: "Refused as" }).selectOption(`token (${many})`);
  await page.getByRole("button", { name: "Take these in again" }).click();
  await expect(said(page)).toHaveText(`${many} still refused.`);
  await stack.cli("ingest", "require", "shop", "--off");
  // The collector reads a site's settings once a second.
  await expect(async () => {
    await page.getByRole("button", { name: "Take these in again" }).click();
    await expect(said(page)).toHaveText(`${many} taken in.`, { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await expect(page.getByText("Nothing waits that was refused as token.")).toBeVisible();
  await expect.poll(() => journeys(), { timeout: 30_000 }).toBe(2);

  await page.getByRole("combobox", { name: "Refused as" }).selectOption("anything");
  await expect(records(page)).toHaveCount(1);
  await records(page).first().click();
  await dialog.getByRole("button", { name: "Drop", exact: true }).click();
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await page.keyboard.press("Escape");
  await expect(records(page)).toHaveCount(1);
  await page.getByRole("button", { name: "Drop all" }).click();
  const drop = page.getByRole("dialog", { name: "Drop from quarantine" });
  await drop.getByLabel("Type drop").fill("yes");
  await drop.getByLabel("Type drop").press("Enter");
  await expect(drop).toBeVisible();
  await drop.getByLabel("Type drop").fill("drop");
  await drop.getByRole("button", { name: "Drop for good" }).click();
  await expect(said(page)).toHaveText("1 record is gone.");
  await expect(page.getByRole("heading", { name: "Nothing waits" })).toBeVisible();
  await fitsNarrow(page);
});

test("whoever has not the right to mend it is neither offered the page nor shown it", async ({ browser }) => {
  expect(await visit(shapeless)).toBe(1);
  const page = await enter(browser, links.get("analyst")!);
  await expect(page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Quarantine" })).toHaveCount(
    0,
  );
  await page.goto(`${page.url().split("#")[0]}#/quarantine`);
  await expect(page.getByText(/mend-quarantine|clearance does not reach/)).toBeVisible();
  await expect(records(page)).toHaveCount(0);
});

// No matter of quarantine: it needs a collector with its engine, and here is one.
test("a newcomer's first event arrives by the README's own lines, by the tag and by the package, and by no other site or key", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const app = await firstApp(stack);
  /** Whatever was sealed goes with the page that is left. */
  const leave = () => page.goto("about:blank");
  try {
    await app.byTag((tag) => tag.replace("site=first", "site=frist"));
    // What is no script is kept from the page by Chromium itself.
    const refused = page.waitForEvent("requestfailed", (request) => request.url().includes("site=frist"));
    await page.goto(app.url);
    await refused;
    await leave();

    await app.byPackage((script) => script.replace(/(key: "B.)./, "$1_"));
    const asked = page.waitForResponse("**/v1/sites/first/keys");
    await page.goto(app.url);
    await (await asked).finished();
    await leave();

    await app.byTag();
    await page.goto(app.url);
    await expect.poll(() => journeys("first"), { timeout: 30_000 }).toBe(1);

    await app.byPackage();
    await page.goto(app.url);
    await expect.poll(() => journeys("first"), { timeout: 30_000 }).toBe(2);
  } finally {
    await app.close();
  }
});
