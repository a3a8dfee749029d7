import { expect, test } from "@playwright/test";
import { createStack, type Stack } from "../../collector/test/stack.js";
import { hello, sealStream, value } from "../../collector/test/seal-stream.js";
import { enter } from "./enter.js";
import { fitsNarrow } from "./fits-narrow.js";

let stack: Stack;
const links = new Map<string, string>();
test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  stack = await createStack();
  await stack.cli("init");
  await stack.start();
  await stack.cli("sites", "add", "shop", "--origin", "*");
  for (const [name, ...access] of [
    ["ana", "--role", "viewer", "--right", "ask-reveals"],
    ["bo", "--role", "privacy-officer"],
    ["cem", "--role", "administrator"],
  ] as const) {
    const args = ["users", "add", "--email", `${name}@shop.example`, "--name", name, "--sites", "all", ...access];
    links.set(name, (await stack.cli<{ link: string }>(...args)).link);
  }
  const set = await (await fetch(`${stack.url}/v1/sites/shop/keys`)).text();
  const { keys } = JSON.parse(Buffer.from(set.split(".")[1] ?? "", "base64url").toString()) as {
    keys: { kid: string; x: string }[];
  };
  const [key] = keys;
  const recipient = { kid: key?.kid ?? "", publicKey: Buffer.from(key?.x ?? "", "base64url") };
  const now = Date.now();
  const body = new Uint8Array(sealStream(recipient, "shop", [hello({ clock: now }), value]).envelope(now + 1_000));
  expect((await fetch(`${stack.url}/v1/streams`, { method: "POST", body })).status).toBe(204);
});
test.afterAll(() => stack.close());

test("one asks, another approves, the values are shown while it lasts, and are gone when it is revoked", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const ana = await enter(browser, links.get("ana")!);
  const bo = await enter(browser, links.get("bo")!);
  await ana.getByRole("link", { name: "Journeys", exact: true }).click();
  await expect(async () => {
    await ana.reload();
    await ana.locator("a.journey-row").first().click({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await expect(ana.getByText("a•••@gmail.com").first()).toBeVisible();
  await ana.getByRole("button", { name: "Ask to see more" }).click();
  await ana.getByRole("checkbox", { name: "email" }).check();
  await ana.getByLabel("Reason").fill("a parcel that came back");
  await ana.getByRole("button", { name: "Ask", exact: true }).click();
  await expect(ana.getByText("Somebody else must approve.").first()).toBeVisible();

  // Whoever asked finds no way to approve it.
  await ana.getByRole("link", { name: "Reveals", exact: true }).click();
  await expect(ana.getByText("a parcel that came back")).toBeVisible();
  await expect(ana.getByRole("button", { name: "Approve" })).toHaveCount(0);
  await ana.goBack();

  await bo.getByRole("link", { name: "Reveals", exact: true }).click();
  await expect(bo.getByRole("article", { name: /ana: email/ })).toContainText("waits for approval");
  await bo.getByRole("button", { name: "Approve" }).click();
  await expect(bo.getByRole("region", { name: "Active" }).getByRole("article")).toContainText("of 20 reads left");

  const banner = ana.getByRole("status", { name: "Reveal" });
  await expect(banner).toContainText("You may see more of this visitor", { timeout: 30_000 });
  await banner.getByRole("button", { name: "Show them" }).click();
  await expect(ana.getByText("ann@gmail.com").first()).toBeVisible();
  await expect(banner).toContainText("Revealed values are shown");

  await bo.getByRole("button", { name: "Revoke" }).click();
  await expect(bo.getByRole("region", { name: "Past" }).getByRole("article")).toContainText("revoked");
  await fitsNarrow(bo);
  await expect(ana.getByText("ann@gmail.com")).toHaveCount(0, { timeout: 30_000 });
  await expect(banner).toHaveCount(0);
  await expect(ana.getByText("a•••@gmail.com").first()).toBeVisible();
});

test("an administrator adds a person, changes what they may see, is refused what nobody may hold, and disables them", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const cem = await enter(browser, links.get("cem")!);
  const nav = cem.getByRole("navigation", { name: "Pages" });
  await expect(nav.getByRole("link")).toHaveText(["People", "Policy", "Audit", "Keys"]);
  await expect(cem.getByRole("heading", { name: "People" })).toBeVisible();
  await cem.getByRole("button", { name: "Add a person" }).click();
  await cem.getByLabel("E-mail address").fill("dee@shop.example");
  await cem.getByRole("checkbox", { name: "viewer" }).uncheck();
  await cem.getByRole("checkbox", { name: "analyst" }).check();
  await cem.getByLabel("Never show").fill("birthday, order/note");
  await cem.getByRole("button", { name: "Add", exact: true }).click();
  const link = await cem.locator("#one-time-link").textContent();
  const dee = await enter(browser, link ?? "");
  await expect(dee.getByRole("navigation", { name: "Pages" }).getByRole("link")).toHaveText([
    ...["Overview", "Journeys", "Loss", "Reveals"],
  ]);
  const row = cem.getByRole("listitem", { name: "dee" });
  await expect(row).toContainText("birthday, order/note");

  await row.getByRole("button", { name: "Change dee" }).click();
  await cem.getByRole("checkbox", { name: "privacy-officer" }).check();
  await cem.getByRole("button", { name: "Change", exact: true }).click();
  await expect(cem.getByRole("alert")).toContainText("nobody may approve their own reveal");
  await cem.getByRole("checkbox", { name: "analyst" }).uncheck();
  await cem.getByRole("button", { name: "Change", exact: true }).click();
  await expect(row).toContainText("privacy-officer");

  await row.getByRole("button", { name: "Disable dee" }).click();
  await expect(row).toContainText("disabled");
  await dee.reload();
  await expect(dee.getByRole("button", { name: "Sign in" })).toBeVisible();
  await fitsNarrow(cem);
  // Nobody changes their own access.
  await expect(cem.getByRole("listitem", { name: "cem" }).getByRole("button")).toHaveCount(0);
});
