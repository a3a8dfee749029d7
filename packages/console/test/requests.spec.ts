import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { SESSION } from "./answers.js";
import { answerRequests, RECEIPT, REQUEST, requestList } from "./requests-answer.js";
import { type ConsoleServer, Refusal, serveConsole } from "./serve-console.js";

let server: ConsoleServer;
let told: ReturnType<typeof answerRequests>;
type Rights = (typeof SESSION)["rights"];
const HANDLER: Rights = ["read-journeys", "query", "look-up", "export", "handle-requests"];

const serve = async (rights: Rights = [...HANDLER, "erase", "manage-keys"]) => {
  server = await serveConsole({ session: { ...SESSION, rights } });
  told = answerRequests(server);
};
test.afterEach(() => server.close());

const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test("the queue lists the soonest due first, and marks what is overdue", async ({ page }) => {
  await serve();
  await page.goto(`${server.url}#/requests`);
  const rows = page.getByRole("list", { name: "Requests" }).getByRole("link");
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText(/Access.*California: CCPA.*Overdue: .*3 days ago/);
  await expect(rows.nth(1)).toContainText(/in 18 days/);
  await expect(page.getByText("1 overdue")).toBeVisible();
  await page.getByRole("switch", { name: "Include closed requests" }).check();
  await expect.poll(() => server.asked.some((one) => one.includes("closed=true"))).toBe(true);
});

test("a request is added by keyboard, and a note with an address is refused in words", async ({ page }) => {
  await serve();
  await page.goto(`${server.url}#/requests`);
  // It waits for the laws to choose from, and what is disabled takes no key.
  await expect(page.getByRole("button", { name: "New request" })).toBeEnabled();
  await page.getByRole("button", { name: "New request" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "New request" });
  await expect(dialog.getByLabel("Law")).toBeFocused();
  await dialog.getByLabel("Law").selectOption("United States: HIPAA");
  await expect(dialog.getByLabel("What is asked for").getByRole("option")).toHaveText(["Access", "Rectification"]);
  await dialog.getByLabel("How to reach the person").fill("ana@example.com");
  await dialog.getByLabel("Note").fill("ana@example.com");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("alert")).toBeVisible();
  await dialog.getByLabel("Note").fill("by letter");
  await dialog.getByRole("button", { name: "Add request" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Access request" })).toBeVisible();
  expect(told.moves.at(-1)).toEqual({
    ...{ site: "shop", kind: "access", jurisdiction: "hipaa", contact: "ana@example.com", note: "by letter" },
  });
  await expect(page).toHaveURL(new RegExp(`#/requests/shop/${REQUEST}$`));
});

test("a request is exported: progress, then its archive", async ({ page }) => {
  await serve();
  await page.goto(`${server.url}#/requests/shop/${REQUEST}`);
  await expect(page.getByText("ana.lindqvist@example.com")).toBeVisible();
  await expect(page.getByRole("region", { name: "History" })).toContainText("Assigned to Tomás Vidal");
  await page.getByRole("button", { name: "Export their data" }).click();
  await expect(page.getByText("Exporting: 30 of 74 events")).toBeVisible();
  const link = page.getByRole("link", { name: "Download the archive" });
  await expect(link).toHaveAttribute("href", /\/deep\/v1\/exports\/e{22}\/archive$/);
  await expect(page.getByText("74 events, complete")).toBeVisible();
});

test("erasing asks for a word first, and its receipt can be read and kept", async ({ page }) => {
  await serve();
  await page.goto(`${server.url}#/requests/shop/${REQUEST}`);
  const erase = page.getByRole("button", { name: "Erase their data" });
  await erase.click();
  const dialog = page.getByRole("dialog", { name: "Erase their data" });
  await dialog.getByRole("button", { name: "Erase for good" }).click({ force: true });
  await dialog.getByLabel(/^Type 3f9ac2/).fill("3f9ac");
  await page.keyboard.press("Enter");
  expect(server.asked.filter((one) => one.includes("erasures"))).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(erase).toBeFocused();
  await erase.click();
  await dialog.getByLabel(/^Type 3f9ac2/).fill("3f9ac2");
  await dialog.getByRole("button", { name: "Erase for good" }).click();
  await page.getByRole("button", { name: "Show receipt" }).click();
  await expect(page.getByRole("region", { name: "Signed receipt" })).toHaveText(RECEIPT);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download", exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^wayseal-receipt-f{22}\.jws$/);
  expect(await readFile(await download.path(), "utf8")).toBe(`${RECEIPT}\n`);
});

test("a refusal needs a reason, and closes the request", async ({ page }) => {
  await serve();
  await page.goto(`${server.url}#/requests/shop/${REQUEST}`);
  await page.getByRole("button", { name: "Refuse", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Refuse" });
  await dialog.getByRole("button", { name: "Refuse request" }).click({ force: true });
  expect(told.moves).toEqual([]);
  await dialog.getByLabel("Reason").fill("Identity could not be verified");
  await dialog.getByRole("button", { name: "Refuse request" }).click();
  await expect(page.getByText("This request is closed.")).toBeVisible();
  expect(told.moves).toEqual([{ move: "refuse", note: "Identity could not be verified" }]);
  await expect(page.getByRole("button", { name: "Export their data" })).toHaveCount(0);
});

test("a visitor is found by an address and linked", async ({ page }) => {
  await serve();
  await page.goto(`${server.url}#/requests/shop/${REQUEST}`);
  await page.getByRole("button", { name: "Link to another visitor" }).click();
  const dialog = page.getByRole("dialog", { name: "Whose events are meant" });
  await dialog.getByLabel("Value").fill("ana@example.com");
  await dialog.getByRole("button", { name: "Find" }).click();
  await dialog.getByRole("button", { name: "Link to beefbeef" }).click();
  await expect(dialog).toBeHidden();
  expect(told.moves).toEqual([{ move: "link", subject: "beef".repeat(8) }]);
  // The value went in a body, never in an address.
  expect(server.asked.join()).not.toContain("ana");
});

test("what somebody has no right to is not offered, and a refusal is told", async ({ page }) => {
  await serve(HANDLER);
  server.answers.set("GET keys", () => {
    throw new Refusal(403, "not-cleared");
  });
  await page.goto(`${server.url}#/requests/shop/${REQUEST}`);
  const nav = page.getByRole("navigation", { name: "Pages" });
  await expect(nav.getByRole("link")).toHaveText(["Overview", "Journeys", "Loss", "Requests"]);
  await expect(page.getByRole("button", { name: "Export their data" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Erase their data" })).toHaveCount(0);
  await expect(page.getByText("Erasing takes the right to erase.")).toBeVisible();
  await page.goto(`${server.url}#/keys`);
  await expect(page.getByRole("alert")).toContainText("not-cleared");
  await server.close();
  await serve(HANDLER.filter((right) => right !== "export"));
  await page.goto(`${server.url}#/requests/shop/${REQUEST}`);
  await expect(page.getByText("Exporting takes the right to export.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Export their data" })).toHaveCount(0);
  await server.close();
  await serve(["read-journeys", "query"]);
  await page.goto(server.url);
  await expect(nav.getByRole("link")).toHaveText(["Overview", "Journeys", "Loss"]);
});

test("empty queues and faults say what to do", async ({ page }) => {
  await serve();
  server.answers.set("GET requests", () => ({ ...requestList(Date.now()), requests: [] }));
  await page.goto(`${server.url}#/requests`);
  await expect(page.getByRole("heading", { name: "No request waits" })).toBeVisible();
  await expect(page.getByRole("button", { name: "New request" })).toBeEnabled();
  server.answers.set("GET requests", () => {
    throw new Refusal(503, "unavailable");
  });
  await page.reload();
  await expect(page.getByRole("alert")).toBeVisible();
  server.answers.set("GET requests", () => requestList(Date.now()));
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("list", { name: "Requests" })).toBeVisible();
});

test("keys tell state, age, use and what depends on them, and what to do", async ({ page }) => {
  await serve();
  await page.goto(`${server.url}#/keys`);
  await expect(page.getByRole("region", { name: "To do" })).toContainText("wayseal keys refresh --site shop");
  const recipients = page.getByRole("table", { name: /^Recipient keys/ }).getByRole("row");
  await expect(recipients).toHaveCount(3);
  await expect(recipients.nth(1)).toContainText(/h7Kd02LqXwE.*current.*12 d ago.*3 h ago.*48,210/);
  await expect(recipients.nth(2)).toContainText(/accepted.*turns in 19 d/);
  const storage = page.getByRole("table", { name: /^Storage keys/ }).getByRole("row");
  await expect(storage.filter({ hasText: "refresh advised" })).toHaveCount(1);
  await expect(storage.filter({ hasText: "refresh advised" })).toContainText(
    /2026-11.*confidential.*1,204.*3 destroyed/,
  );
  await expect(storage.filter({ hasText: "being replaced" })).toHaveCount(1);
  await expect(page.getByRole("region", { name: "Root keys" })).toContainText(/Zr8Wq0aLm1E.*restricted.*Qm3Yt7bNs2U/);
});

for (const scheme of ["light", "dark"] as const) {
  for (const width of [1280, 320]) {
    test(`requests and keys fit ${width} px in the ${scheme} theme`, async ({ page }, info) => {
      await serve();
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 900 });
      for (const [name, hash] of [
        ["requests", "#/requests"],
        ["request", `#/requests/shop/${REQUEST}`],
        ["keys", "#/keys"],
      ] as const) {
        await page.goto(server.url + hash);
        await expect(page.locator(".queue, .history li, .keys .figures").first()).toBeVisible();
        expect(await sideways(page), `${name} scrolls sideways`).toBeLessThanOrEqual(0);
        const levels = await page.locator("h1, h2, h3").evaluateAll((all) => all.map((one) => Number(one.tagName[1])));
        expect(levels[0]).toBe(1);
        expect(await page.locator("body").ariaSnapshot()).not.toMatch(
          /- (button|link|combobox|switch|textbox)(:| \[|$)/m,
        );
        await info.attach(name, { body: await page.screenshot({ fullPage: true }), contentType: "image/png" });
        if (process.env["WAYSEAL_SHOTS"] !== undefined) {
          await page.screenshot({
            path: `${process.env["WAYSEAL_SHOTS"]}/${name}-${scheme}-${width}.png`,
            fullPage: true,
          });
        }
      }
      await page.goto(`${server.url}#/requests`);
      await page.getByRole("button", { name: "New request" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      if (process.env["WAYSEAL_SHOTS"] !== undefined) {
        await page.screenshot({ path: `${process.env["WAYSEAL_SHOTS"]}/new-${scheme}-${width}.png` });
      }
      expect(await sideways(page)).toBeLessThanOrEqual(0);
    });
  }
}
