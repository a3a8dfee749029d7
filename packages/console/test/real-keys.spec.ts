import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { envelope, fetchKey, journey, openStream, seal, send } from "../../collector/test/independent-sender.mjs";
import { createStack, type Stack } from "../../collector/test/stack.js";

/** Nothing here answers in the collector's place: its commands, its API, its engine and its console, as they are built. */
let stack: Stack;
test.beforeEach(async ({ page }) => {
  test.setTimeout(180_000);
  stack = await createStack();
  await stack.cli("init");
  await stack.cli("sites", "add", "shop", "--origin", "https://shop.example");
  await stack.start();
  const { link } = await stack.cli<{ link: string }>(
    ...["users", "add", "--email", "ana@shop.example", "--sites", "all", "--clearance", "restricted"],
  );
  await visit("ann@example.com");
  await visit("bob@example.com");
  await page.goto(link);
  await page.getByLabel("New password").fill("correct horse battery staple");
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(page.getByRole("navigation", { name: "Pages" })).toBeVisible();
});
test.afterEach(() => stack.close());

/** Somebody gives an e-mail address in the shop. */
async function visit(value: string): Promise<void> {
  const stream = openStream("shop", await fetchKey(stack.url, "shop"));
  for (const event of journey("shop", randomBytes(16).toString("base64url"))) {
    seal(stream, "class" in event && event["class"] === "email" ? { ...event, value } : event);
  }
  expect((await send(stack.url, envelope(stream, Date.now()))).status).toBe(204);
}

const open = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name }).click();

/** Takes the next step of a request, in its dialog. */
async function step(page: Page, name: string, button: string, fill: Readonly<Record<string, string>> = {}) {
  await page.getByRole("button", { name, exact: true }).click();
  const dialog = page.getByRole("dialog");
  for (const [label, value] of Object.entries(fill)) await dialog.getByLabel(label).fill(value);
  await dialog.getByRole("button", { name: button, exact: true }).click();
  await expect(dialog).toBeHidden();
}

test("a request goes from its entry to an archive, an erasure and a receipt, and keys say what is left to do", async ({
  page,
}) => {
  await open(page, "Requests");
  await expect(page.getByRole("heading", { name: "No request waits" })).toBeVisible();
  await step(page, "New request", "Add request", { "How to reach the person": "ann@home.example" });
  await expect(page.getByRole("heading", { level: 1, name: "Access request" })).toBeVisible();
  await expect(page.getByText("ann@home.example")).toBeVisible();

  await page.getByRole("button", { name: "Link to a visitor" }).click();
  const dialog = page.getByRole("dialog", { name: "Whose events are meant" });
  await dialog.getByLabel("Value").fill("nobody@example.com");
  await dialog.getByRole("button", { name: "Find" }).click();
  await expect(dialog.getByText("Nobody is found by that value.")).toBeVisible();
  await dialog.getByLabel("Value").fill("ANN@example.com ");
  await dialog.getByRole("button", { name: "Find" }).click();
  await dialog.getByRole("button", { name: /^Link to [0-9a-f]{8}$/ }).click();
  await expect(dialog).toBeHidden();

  await step(page, "Identity checked", "It is them", { How: "by letter" });
  await step(page, "Begin work", "Go on");
  await page.getByRole("button", { name: "Export their data" }).click();
  const archive = page.getByRole("link", { name: "Download the archive" });
  const [download] = await Promise.all([page.waitForEvent("download"), archive.click()]);
  const zip = readFileSync(await download.path());
  expect([zip.toString("latin1", 0, 2), zip.length > 1000]).toEqual(["PK", true]);

  await page.getByRole("button", { name: "Erase their data" }).click();
  const erase = page.getByRole("dialog", { name: "Erase their data" });
  const word = /Type ([0-9a-f]{6})/.exec((await erase.textContent()) ?? "")![1]!;
  await erase.getByLabel(/^Type/).fill(word);
  await erase.getByRole("button", { name: "Erase for good" }).click();
  await page.getByRole("button", { name: "Show receipt" }).click();
  const receipt = await page.getByRole("region", { name: "Signed receipt" }).textContent();
  const [, payload] = receipt!.trim().split(".");
  const says = JSON.parse(Buffer.from(payload!, "base64url").toString()) as { subject: string; keys: unknown[] };
  expect([says.subject.slice(0, 6), says.keys.length > 0]).toEqual([word, true]);
  // Control: she is found no more, and the other visitor is.
  const find = async (value: string) =>
    (await stack.cli<{ matches: unknown[] }>("find", "--lookup", `email=${value}`)).matches.length;
  expect(await find("bob@example.com")).toBe(1);
  expect(await find("ann@example.com")).toBe(0);

  await step(page, "Close as done", "Close request");
  await expect(page.getByText("Destroyed when it was closed")).toBeVisible();
  await open(page, "Requests");
  await expect(page.getByRole("heading", { name: "No request waits" })).toBeVisible();

  await open(page, "Keys");
  const { root, sites, others } = await stack.cli<{
    root: { id: string };
    sites: { recipients: { kid: string }[] }[];
    others: { purpose: string; of: string; state: string; needs: number }[];
  }>("keys", "list");
  const recipients = page.getByRole("region", { name: "Recipient keys, table" });
  await expect(recipients).toContainText(sites[0]!.recipients[0]!.kid);
  await expect(page.getByRole("region", { name: "Root keys" })).toContainText(
    new RegExp(`${root.id}.*keyring: file.*in use since`),
  );
  // The page, the API and the command line tell of the same keys, and of what needs each.
  const answer = await page.evaluate(() =>
    fetch("/v1/keys?site=shop").then((answer) => answer.json() as Promise<object>),
  );
  expect(answer).toMatchObject({ others });
  expect(others).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ purpose: "receipt", state: "current", needs: 1 }),
      expect.objectContaining({ purpose: "request", needs: 0 }),
      expect.objectContaining({ purpose: "blind-index", of: "email", needs: 1 }),
    ]),
  );
  const listed = page.getByRole("region", { name: "Other keys, table" }).getByRole("row");
  // Besides the heads, the key that signs key sets.
  await expect(listed).toHaveCount(others.length + 2);
  await expect(listed.filter({ hasText: "Receipts" })).toContainText("1 receipt");
  await expect(listed.filter({ hasText: "Lookups" }).filter({ hasText: "email" })).toContainText("1 index");
  const storage = page.getByRole("region", { name: "Storage keys, table" });
  await expect(storage.getByText("refresh advised").first()).toBeVisible();
  await expect(page.getByText("wayseal keys refresh --site shop")).toBeVisible();
  await stack.cli("keys", "refresh", "--site", "shop");
  await stack.cli("keys", "rotate", "--site", "shop");
  await page.reload();
  await expect(storage).toBeVisible();
  await expect(storage.getByText("refresh advised")).toHaveCount(0);
  await expect(recipients.getByRole("row")).toHaveCount(3);
  await expect(recipients).toContainText("next");
});
