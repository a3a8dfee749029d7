import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { createStack, type Stack } from "../../collector/test/stack.js";
import { enter } from "./enter.js";
import { expectAccessible } from "./expect-accessible.js";
import { fitsNarrow } from "./fits-narrow.js";
import { invitePeople } from "./invite-people.js";

let elsewhere: string;
let witness: string;
let stack: Stack;
let links: ReadonlyMap<string, string>;
test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  elsewhere = mkdtempSync(join(tmpdir(), "ws-witness-"));
  witness = join(elsewhere, "witness.jsonl");
  stack = await createStack({ WAYSEAL_AUDIT_WITNESS: witness });
  await stack.cli("init");
  await stack.start();
  await stack.cli("sites", "add", "shop", "--origin", "*");
  await stack.cli("sites", "add", "blog", "--origin", "*");
  links = await invitePeople(stack, {
    aud: ["--role", "auditor", "--sites", "all"],
    una: ["--role", "auditor", "--sites", "blog"],
    sue: ["--role", "super-user", "--sites", "all"],
  });
  // More than a page of entries.
  const { token } = await stack.cli<{ token: string }>("tokens", "create", "robot", "--role", "administrator");
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const { people } = (await (await fetch(`${stack.url}/v1/people`, { headers })).json()) as {
    people: { id: string; name: string }[];
  };
  const sue = people.find(({ name }) => name === "sue")!.id;
  for (let i = 0; i < 60; i++) {
    const body = JSON.stringify({ deny: { classes: i % 2 === 0 ? ["phone"] : [], fields: [] } });
    expect((await fetch(`${stack.url}/v1/people/${sue}`, { method: "POST", headers, body })).status).toBe(200);
  }
});
test.afterAll(async () => {
  await stack.close();
  rmSync(elsewhere, { recursive: true, force: true });
});

const entries = (page: Page) => page.getByRole("list", { name: "Entries" }).getByRole("button");

test("an auditor reads who did what, page by page, by filters, and each entry with its place in the chain", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const aud = await enter(browser, links.get("aud")!);
  await expect(aud.getByRole("navigation", { name: "Pages" }).getByRole("link")).toHaveText(["Audit"]);
  await expect(aud.getByRole("heading", { level: 1, name: "Audit" })).toBeVisible();
  await expect(entries(aud)).toHaveCount(50);
  // Nothing is told live to whoever sees nothing of visitors, so no badge waits for it.
  await expect(aud.locator(".rail .live")).toHaveCount(0);
  await expect(entries(aud).first()).toContainText("aud");
  await expect(entries(aud).first()).toContainText("signed in");
  await aud.getByRole("button", { name: "Older entries" }).click();
  await expect(entries(aud).nth(60)).toBeVisible();
  await expect(entries(aud).filter({ hasText: "added a site" })).toHaveCount(2);
  await expectAccessible(aud);
  await fitsNarrow(aud);

  await aud.getByRole("combobox", { name: "By", exact: true }).selectOption("robot (token)");
  await expect(entries(aud)).toHaveCount(50);
  await expect(entries(aud).first()).toContainText("changed a person");
  await aud.getByRole("combobox", { name: "What", exact: true }).selectOption("added a person");
  await expect(aud.getByText("Nothing is written down that is like that.")).toBeVisible();
  await aud.getByRole("combobox", { name: "By", exact: true }).selectOption("the operator");
  await expect(entries(aud).first()).toContainText("Operator, by command");
  await aud.getByLabel("From").fill("2001-01-01");
  await aud.getByLabel("To", { exact: true }).fill("2001-01-02");
  await expect(entries(aud)).toHaveCount(0);
  await aud.getByRole("button", { name: "Show all" }).click();
  await expect(entries(aud)).toHaveCount(50);

  // Two entries that follow each other: the hash of the one is the hash before of the other.
  const fact = async (name: string) => {
    const dialog = aud.getByRole("dialog");
    await expect(dialog.getByText("Hash before")).toBeVisible();
    return dialog
      .locator("dl.facts > div")
      .filter({ hasText: new RegExp(`^${name}[\\w-]{43}$`) })
      .locator("code")
      .textContent();
  };
  await entries(aud).nth(0).click();
  const before = await fact("Hash before");
  await expect(aud.getByRole("dialog")).toContainText("person");
  await expectAccessible(aud);
  await aud.keyboard.press("Escape");
  await expect(entries(aud).nth(0)).toBeFocused();
  await entries(aud).nth(1).click();
  expect(await fact("Hash")).toBe(before);
  await aud.getByRole("button", { name: "Only by them" }).click();
  await expect(aud.getByRole("dialog")).toBeHidden();
  await expect(aud.getByRole("combobox", { name: "By", exact: true })).toHaveValue(/.{22}/);
});

test("the log is verified with its progress, taken away, and where the witness was told otherwise it is said where", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const una = await enter(browser, links.get("una")!);
  await expect(una.getByText("State of the log")).toBeVisible();
  // All sites stand in one log: whoever has one of them does not take it away.
  await expect(una.getByRole("link", { name: "Take it away" })).toHaveCount(0);
  await expect(una.getByText("told", { exact: true })).toBeVisible();
  await una.getByRole("button", { name: "Verify" }).click();
  const result = una.locator(".verify-result");
  await expect(result).toContainText("Nothing is broken.");
  await expect(result).toContainText(/The witness bears out \d+ entries/);

  await una.getByRole("button", { name: "Sign now" }).click();
  await expect(entries(una).first()).toContainText("had the audit trail signed");
  await expect(una.getByText(/the next signature/)).toHaveCount(0);

  const lines = readFileSync(witness, "utf8").split("\n");
  const at = lines.findIndex((line) => line.startsWith('{"seq":7,'));
  const forged = lines.map((line, i) => (i === at ? line.replace(/"hash":"..../, '"hash":"AAAA') : line)).join("\n");
  expect(forged).not.toBe(lines.join("\n"));
  writeFileSync(witness, forged);
  await una.getByRole("button", { name: "Verify" }).click();
  await expect(una.getByRole("alert")).toContainText("Broken at entry 7: the witness was told of another entry");
  writeFileSync(witness, lines.join("\n"));

  // An answer that is cut off is not taken for a good one.
  await una.route("**/v1/audit/verify", (route) =>
    route.fulfill({ contentType: "application/x-ndjson", body: '{"entries":0,"of":9}\n' }),
  );
  await una.getByRole("button", { name: "Verify" }).click();
  await expect(una.getByRole("alert")).toContainText("cut off");
  await expect(una.getByText("Nothing is broken.")).toHaveCount(0);
  await fitsNarrow(una);

  await stack.cli("users", "change", "una@shop.example", "--sites", "all");
  await una.reload();
  const [download] = await Promise.all([
    una.waitForEvent("download"),
    una.getByRole("link", { name: "Take it away" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^wayseal-audit-\d{4}-\d{2}-\d{2}\.zip$/);
  expect(readFileSync(await download.path()).toString("latin1", 0, 2)).toBe("PK");

  // Who may not read it finds no way to it, and is refused at the address.
  const sue = await enter(browser, links.get("sue")!);
  await expect(sue.getByRole("link", { name: "Audit", exact: true })).toHaveCount(0);
  await sue.goto(`${stack.url}/console/#/audit`);
  await expect(sue.getByRole("alert").first()).toContainText("read-audit");
});
