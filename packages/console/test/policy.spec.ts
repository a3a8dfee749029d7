import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { createStack, type Stack } from "../../collector/test/stack.js";
import { enter } from "./enter.js";
import { expectAccessible } from "./expect-accessible.js";
import { fitsNarrow } from "./fits-narrow.js";
import { invitePeople } from "./invite-people.js";
import { serveCheckout } from "./serve-checkout.js";

/** Deque's checker. The page's policy lets no script in, so it comes as text. */
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let stack: Stack;
let links: ReadonlyMap<string, string>;
test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  stack = await createStack();
  await stack.cli("init");
  await stack.start();
  await stack.cli("sites", "add", "shop", "--origin", "*");
  links = await invitePeople(stack, {
    ana: ["--role", "analyst", "--sites", "all"],
    bo: ["--role", "privacy-officer", "--sites", "all"],
    pia: ["--role", "privacy-officer", "--sites", "shop"],
    vi: ["--role", "privacy-officer", "--sites", "shop"],
  });
});
test.afterAll(() => stack.close());

const part = (page: Page, name: string) => page.getByText(name, { exact: true }).first().click();
const row = (page: Page, name: RegExp) => page.getByRole("row", { name });

test("whoever keeps the policy reads what becomes of each class, by which rule, in which country, and why", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const bo = await enter(browser, links.get("bo")!);
  await bo.getByRole("link", { name: "Policy", exact: true }).click();
  await expect(bo.getByRole("heading", { level: 1, name: "Policy" })).toBeFocused();
  const inForce = bo.getByRole("region", { name: "In force" });
  await expect(inForce).toContainText("version 1");
  await expect(inForce).toContainText("by this release");
  await expect(inForce).toContainText("not known: the strictest of all packs holds");
  const count = bo.getByRole("region", { name: "Classes", exact: true }).getByRole("status");
  await expect(count).toHaveText(/^\d\d classes$/);
  await expect(row(bo, /^payment-card/)).toContainText("never: the browser refuses it");
  await expect(row(bo, /^payment-card/)).toContainText("nobody");

  // Of Japan's people there is no pack; of Germany's the GDPR's rows hold.
  await bo.getByLabel("Visitor in").selectOption("a country without a pack");
  await expect(inForce).toContainText("There is no pack for");
  await bo.getByLabel("Visitor in").selectOption("Germany");
  await expect(inForce).toContainText("Germany");
  await expect(row(bo, /^health /)).toContainText("Art. 4(15) and 9(1)");
  await expect(row(bo, /^health /)).toContainText("not legal advice");
  await expect(row(bo, /^email/)).toContainText("whoever is cleared for confidential");
  await expect(row(bo, /^email/)).toContainText("400 days");
  await expect(row(bo, /^email/)).toContainText("Catalogue");

  await bo.getByLabel("Find").fill("phone");
  await expect(count).toHaveText(/^1 of \d\d classes$/);
  await bo.getByLabel("Find").fill("");
  await bo.getByLabel("Treatment").selectOption("drop");
  await expect(row(bo, /^health /)).toBeVisible();
  await expect(row(bo, /^email/)).toHaveCount(0);
  await bo.getByLabel("Level").selectOption("internal");
  await expect(bo.getByText("No class is like that.")).toBeVisible();
  await bo.getByLabel("Level").selectOption("");
  await bo.getByLabel("Treatment").selectOption("");
  await expectAccessible(bo);
  await fitsNarrow(bo);

  await part(bo, "Packs");
  await expect(bo.getByRole("region", { name: /GDPR/ }).first()).toContainText("This is not legal advice.");
  await part(bo, "Lists");
  await expect(bo.getByRole("region", { name: "Storage" })).toContainText("There is no allow list");
  await expect(bo.getByRole("region", { name: "Retention" })).toContainText("says the collector's setting");

  await part(bo, "Explain");
  await bo.getByLabel("Field").fill("email");
  await bo.getByLabel("Visitor in").selectOption("Germany");
  await bo.getByLabel("Seen by").selectOption("an analyst cleared for internal");
  await bo.getByRole("button", { name: "Explain" }).click();
  const steps = bo.getByRole("region", { name: "Step by step" }).getByRole("listitem");
  await expect(steps.first()).toContainText("The name email tells the class email");
  await expect(steps.last()).toContainText("an analyst cleared for internal");
  await expect(steps.last()).toContainText("mask");
  // (control) Whoever is cleared for it is shown it.
  await bo.getByLabel("Seen by").selectOption("you");
  await bo.getByRole("button", { name: "Explain" }).click();
  await expect(steps.last()).toContainText("show");
  // A trait that no name tells; of two values at once it is said what is wrong.
  await bo.getByLabel("or trait").fill("tint");
  await bo.getByRole("button", { name: "Explain" }).click();
  await expect(bo.getByRole("alert")).toContainText("One value is asked about at a time");
  await bo.getByLabel("Field").fill("");
  await bo.getByRole("button", { name: "Explain" }).click();
  await expect(steps.filter({ hasText: "A trait of identify whose name tells nothing" })).toContainText("confidential");
  await expectAccessible(bo);
  await fitsNarrow(bo);

  // Who does not keep the policy finds no way to it, and is refused at the address.
  const ana = await enter(browser, links.get("ana")!);
  await expect(ana.getByRole("link", { name: "Policy", exact: true })).toHaveCount(0);
  await ana.goto(`${stack.url}/console/#/policy`);
  await expect(ana.getByRole("alert")).toContainText("manage-policy");
});

test("another policy is checked, told where it is wrong, compared, applied once it is known what it loosens, and not over somebody else's", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const pia = await enter(browser, links.get("pia")!);
  await pia.goto(`${stack.url}/console/#/policy`);
  await part(pia, "Change");
  const file = pia.getByLabel("wayseal.policy.yaml");
  await expect(file).toHaveValue(/format: 1/);
  await file.fill("format: 1\nclasses:\n  phone: { treatment: hide }\n");
  await pia.getByRole("button", { name: "Check" }).click();
  await expect(pia.getByRole("alert")).toContainText("Line 3, column 23");
  await expect(file).toBeFocused();
  expect(await file.evaluate((one: HTMLTextAreaElement) => one.selectionStart)).toBe(
    "format: 1\nclasses:\n  phone: { treatment: ".length,
  );
  await expectAccessible(pia);
  await fitsNarrow(pia);
  await file.fill("format: 1\nclasses:\n  phone: { level: internal }\n  city: { treatment: mask }\n");
  await expect(pia.getByRole("alert")).toHaveCount(0);
  await pia.getByRole("button", { name: "Check" }).click();
  const found = pia.getByRole("region", { name: "What it would change", exact: true });
  await expect(found).toContainText("1 loosened, 1 tightened");
  // One policy for all sites is not for whoever has only one of them.
  await expect(found.getByRole("button", { name: "Apply" })).toHaveCount(0);
  await expect(found).toContainText("somebody to whom all sites are open");
  await stack.cli("users", "change", "pia@shop.example", "--sites", "all");
  await pia.reload();
  await part(pia, "Change");

  await pia.getByLabel("Open a file").setInputFiles({
    ...{ name: "wayseal.policy.yaml", mimeType: "application/yaml" },
    buffer: Buffer.from("format: 1\nclasses:\n  phone: { level: internal }\nretention: { restricted: 30 }\n"),
  });
  await pia.getByRole("button", { name: "Check" }).click();
  await found.getByRole("button", { name: "Apply" }).click();
  const dialog = pia.getByRole("dialog", { name: "Apply version 2" });
  await dialog.getByRole("button", { name: "Apply" }).click();
  // Not without saying that it is known what is loosened.
  await expect(dialog).toBeVisible();
  await dialog.getByLabel("I have read what is loosened.").check();
  await dialog.getByRole("button", { name: "Apply" }).click();
  await expect(pia.getByRole("region", { name: "In force" })).toContainText("version 2");
  await expect(pia.getByRole("region", { name: "In force" })).toContainText("by pia");
  await expect(pia.getByRole("region", { name: "What changed", exact: true })).toContainText("phone");
  expect((await stack.cli<{ source: string }>("policy", "show")).source).toContain("restricted: 30");
  await part(pia, "Lists");
  await expect(pia.getByRole("region", { name: "Retention" })).toContainText("30 days");

  // Somebody else was quicker: theirs stays.
  await part(pia, "Change");
  await pia.getByLabel("wayseal.policy.yaml").fill("format: 1\n");
  await pia.getByRole("button", { name: "Check" }).click();
  await expect(found).toContainText("Against version 2");
  await found.getByRole("button", { name: "Apply" }).click();
  const fileOfBo = join(stack.folder, "bo.yaml");
  const refuse = "storage:\n  refuse:\n    - form: staff-login\n";
  writeFileSync(fileOfBo, `format: 1\nclasses:\n  city: { treatment: drop }\n${refuse}`);
  await stack.cli("policy", "apply", fileOfBo, "--yes");
  const late = pia.getByRole("dialog", { name: "Apply version 3" });
  const known = late.getByLabel("I have read what is loosened.");
  if ((await known.count()) > 0) await known.check();
  await late.getByRole("button", { name: "Apply" }).click();
  await expect(late.getByRole("alert")).toContainText("was applied meanwhile");
  expect((await stack.cli<{ source: string }>("policy", "show")).source).toContain("treatment: drop");
  const { entries } = await stack.cli<{ entries: { kind: string; detail?: { outcome?: string } }[] }>(
    ...["audit", "list", "--action", "policy.apply"],
  );
  expect(entries.map(({ kind, detail }) => `${kind} ${detail?.outcome}`)).toEqual([
    ...["person failed", "person undefined", "operator done", "operator undefined"],
    ...["person done", "person undefined"],
  ]);

  // What of an event keeps all of it out is said as the step that decides, and of another form that none does.
  await pia.reload();
  await part(pia, "Explain");
  await pia.getByLabel("Form").fill("staff-login");
  await pia.getByLabel("Field").fill("email");
  await pia.getByRole("button", { name: "Explain" }).click();
  const steps = pia.getByRole("region", { name: "Step by step" }).getByRole("listitem");
  const deciding = steps.filter({ hasText: "storage.refuse.0" });
  await expect(deciding).toContainText("it waits in quarantine for up to seven days");
  await expect(deciding).toContainText("→ refused");
  await pia.getByLabel("Form").fill("order");
  await pia.getByRole("button", { name: "Explain" }).click();
  await expect(steps.filter({ hasText: "No entry refuses the event" })).toContainText("storage.refuse");
  await expect(deciding).toHaveCount(0);
});

test("a page is outlined with what would be captured of it, for whoever the console gave a link, once, and for nobody else", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const shop = await serveCheckout(stack.url);
  const vi = await enter(browser, links.get("vi")!);
  await vi.goto(`${stack.url}/console/#/policy`);
  await part(vi, "Preview");
  await vi.getByLabel("Address of the page").fill(`${shop.origin}/checkout`);
  await vi.getByRole("button", { name: "Make a link" }).click();
  const open = vi.getByRole("link", { name: "Open the page" });
  const link = (await open.getAttribute("href")) ?? "";
  expect(link).toContain(`${shop.origin}/checkout?wayseal-preview=`);
  await expectAccessible(vi);
  await fitsNarrow(vi);

  const page = await vi.context().newPage();
  const faults: string[] = [];
  const sent: string[] = [];
  const asked: string[] = [];
  page.on("pageerror", (fault) => faults.push(fault.message));
  page.on("console", (said) => said.type() === "error" && !said.text().includes("410") && faults.push(said.text()));
  page.on("request", (request) => {
    if (request.url().endsWith("/v1/streams")) sent.push(request.url());
    if (request.url().includes("/v1/previews/")) asked.push(request.postData() ?? "");
  });
  const overlay = page.locator("wayseal-preview");
  const panel = page.getByRole("dialog", { name: "What Wayseal would capture" });
  const said = (name: string) => panel.getByRole("button", { name: `pay / ${name}: ` });
  await page.goto(link);
  await expect(panel).toBeFocused();
  await expect(said("mail")).toContainText(
    /captured \(email, by its \w+\).*Allowed by data-wayseal="allow".*keep at confidential, by catalogue/,
  );
  await expect(said("town")).toContainText(/refused \(city, by classes\.city\).*the collector drops it/);
  await expect(said("note")).toContainText(/value kept out: only the interaction.*nothing allows it/);
  await expect(said("number")).toContainText(/refused \(payment-card, by its autocomplete\)/);
  await expect(said("secret")).toContainText(/refused \(password, by being a password field\)/);
  await expect(said("diary")).toContainText(/left out.*data-wayseal="deny"/);
  await expect(said("hint")).toContainText(/kept out.*marked to be hidden: a mark for another tool/);
  await expect(panel.getByRole("status")).toContainText("1 captured");
  await expect(panel.getByRole("status")).toContainText("3 refused");
  await expect(panel).toContainText(`${shop.origin}/checkout, by version 3 of the policy`);

  await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate<Record<"violations" | "passes", string[]>>(
    `axe.run("wayseal-preview").then(({ violations, passes }) => ({
      violations: violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + " " + html)),
      passes: passes.map(({ id }) => id),
    }))`,
  );
  expect(violations).toEqual([]);
  // The control: it has looked into the overlay.
  expect(passes).toEqual(expect.arrayContaining(["aria-dialog-name", "button-name", "heading-order", "listitem"]));

  // What somebody types and adds is followed, and not told.
  await page.getByLabel("Note").fill("jane roe");
  await page.evaluate(() => {
    const field = document.createElement("input");
    field.name = "iban";
    document.forms[0]?.append(field);
    window.scrollBy(0, 120);
  });
  await expect(said("iban")).toContainText("value kept out");
  const apart = (): Promise<number> =>
    page.evaluate(() => {
      const field = document.querySelector("[name=number]")?.getBoundingClientRect().top ?? 0;
      const boxes = [...(document.querySelector("wayseal-preview")?.shadowRoot?.querySelectorAll(".box") ?? [])];
      return Math.min(...boxes.map((box) => Math.abs(box.getBoundingClientRect().top + 4 - field)));
    });
  await expect.poll(apart).toBeLessThan(2);
  await said("number").focus();
  await page.keyboard.press("Enter");
  await expect(overlay.locator(".box.found")).toHaveCount(1);
  expect(asked.join() + (await panel.innerText())).not.toMatch(/jane/);
  await page.keyboard.press("Escape");
  await expect(overlay).toHaveCount(0);
  await page.getByRole("button", { name: "Pay" }).click();
  expect([sent, faults]).toEqual([[], []]);

  // The link is spent, for the one who opened it too; and who types the parameter sees nothing, and is measured.
  const spent = page.waitForResponse((answer) => answer.url().endsWith("/v1/previews/explain"));
  await page.reload();
  expect((await spent).status()).toBe(410);
  const visitor = await (await browser.newContext()).newPage();
  const measured = visitor.waitForResponse((answer) => answer.url().endsWith("/v1/streams"));
  await visitor.goto(`${shop.origin}/checkout?wayseal-preview`);
  expect((await measured).status()).toBe(204);
  for (const each of [page, visitor]) await expect(each.locator("wayseal-preview")).toHaveCount(0);
  expect([sent, faults]).toEqual([[], []]);
  await shop.close();
});
