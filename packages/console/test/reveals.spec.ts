import { expect, test } from "@playwright/test";
import type { Journey, JourneyList } from "@wayseal/collector/api";
import { createStack, type Stack } from "../../collector/test/stack.js";
import { hello, sealStream, value } from "../../collector/test/seal-stream.js";
import { deafen } from "./deafen.js";
import { enter } from "./enter.js";
import { expectAccessible } from "./expect-accessible.js";
import { fitsNarrow } from "./fits-narrow.js";
import { invitePeople } from "./invite-people.js";
import { sendAtOnce } from "./send-at-once.js";
import { serveHosts } from "./serve-hosts.js";
import { signIn } from "./sign-in.js";
import { tabOf } from "./tab-of.js";

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
    ana: ["--sites", "all", "--role", "viewer", "--right", "ask-reveals"],
    bo: ["--sites", "all", "--role", "privacy-officer"],
    cem: ["--sites", "all", "--role", "administrator"],
    rut: ["--sites", "all", "--role", "administrator,super-user"],
    qi: ["--sites", "all", "--right", "query"],
  });
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

  // Who could not see it themselves is not offered to approve it.
  const clear = (level: string) => stack.cli("users", "change", "bo@shop.example", "--clearance", level);
  await clear("internal");
  await bo.getByRole("link", { name: "Reveals", exact: true }).click();
  await expect(bo.getByRole("article", { name: /ana: email/ })).toContainText("You may refuse it.");
  await expect(bo.getByRole("button", { name: "Refuse" })).toBeVisible();
  await expect(bo.getByRole("button", { name: "Approve" })).toHaveCount(0);
  await clear("restricted");
  await bo.reload();
  await expect(bo.getByRole("article", { name: /ana: email/ })).toContainText("waits for approval");
  // Two approve at once: one is told that the other was quicker, and both see who did.
  const both = [bo, await tabOf(bo)];
  await sendAtOnce(both, "**/approval");
  await Promise.all(both.map((tab) => tab.getByRole("button", { name: "Approve" }).click()));
  for (const tab of both) {
    await expect(tab.getByRole("region", { name: "Active" }).getByRole("article")).toContainText("of 20 reads left");
  }
  const told = () => Promise.all(both.map((tab) => tab.getByRole("article").getByRole("alert").allTextContents()));
  await expect
    .poll(async () => (await told()).flat())
    .toEqual([expect.stringMatching(/was quicker|is active: that cannot be done now/)]);
  await both[1]?.close();

  const banner = ana.getByRole("status", { name: "Reveal" });
  await expect(banner).toContainText("You may see more of this visitor", { timeout: 30_000 });
  await banner.getByRole("button", { name: "Show them" }).click();
  await expect(ana.getByText("ann@gmail.com").first()).toBeVisible();
  await expect(banner).toContainText("Revealed values are shown");

  // A tab of theirs that has not heard of the end yet.
  const stale = await tabOf(ana);
  const ears = await deafen(stale, "**/v1/reveals?**");
  const again = stale.getByRole("button", { name: "Show them" });
  await expect(again).toBeVisible();
  ears.deaf = true;
  await bo.getByRole("button", { name: "Revoke" }).click();
  await expect(bo.getByRole("region", { name: "Past" }).getByRole("article")).toContainText("revoked");
  await fitsNarrow(bo);
  await expect(ana.getByText("ann@gmail.com")).toHaveCount(0, { timeout: 30_000 });
  await expect(banner).toHaveCount(0);
  await expect(ana.getByRole("alert")).toContainText("This reveal has ended");
  await expect(ana.getByText("a•••@gmail.com").first()).toBeVisible();

  // What is over is not shown once more, and it is said why.
  const refused = stale.waitForResponse((answer) => answer.status() === 410);
  await again.click();
  await refused;
  ears.deaf = false;
  await expect(stale.getByRole("alert")).toContainText("This reveal has ended: ask again if you must see more");
  await expect(stale.getByRole("button", { name: "Ask to see more" })).toBeVisible();
  await expect(stale.getByText("a•••@gmail.com").first()).toBeVisible();
  await expect(stale.getByText("ann@gmail.com")).toHaveCount(0);
  await stale.unrouteAll({ behavior: "ignoreErrors" });
  await stale.close();
});

test("who follows a link to another host of the site is one journey, which names both; who has not agreed there is another", async ({
  browser,
}) => {
  const hosts = await serveHosts(stack.url);
  const { shop, help } = hosts;
  // The first has agreed on both hosts, the second on one.
  for (const link of ["Over", "Shy"]) {
    const visitor = await (await browser.newContext()).newPage();
    await visitor.goto(`${shop}/${link}`);
    await visitor.click(`text=${link}`);
    await visitor.waitForURL(`${help}/${link.toLowerCase()}`);
    await visitor.waitForFunction("window.wayseal.flush().then(() => true)");
    await visitor.context().close();
  }
  await hosts.close();

  const ana = await (await browser.newContext()).newPage();
  await signIn(ana, stack.url, "ana");
  const ask = <T>(path: string): Promise<T> =>
    ana.evaluate((path) => fetch(path).then((answer) => answer.json() as Promise<T>), path);
  const journeys = async () => {
    const range = `site=shop&from=${Date.now() - 3_600_000}&to=${Date.now() + 60_000}`;
    const { journeys } = await ask<JourneyList>(`/v1/journeys?${range}`);
    const told = journeys.map(({ subject }) => ask<Journey>(`/v1/journeys/${subject}?site=shop`));
    return (await Promise.all(told)).map(({ events }, index) => ({
      subject: journeys[index]?.subject,
      pages: [...new Set(events.map(({ page }) => page))].sort(),
      visits: new Set(events.map(({ session }) => session)).size,
    }));
  };
  const ours = async () => (await journeys()).filter(({ pages }) => pages.some((page) => /localhost|127/.test(page)));
  await expect
    .poll(async () => (await ours()).map(({ pages, visits }) => [...pages, visits]).sort(), { timeout: 60_000 })
    .toEqual(
      [
        [`${shop}/Over`, `${help}/over`, 1],
        [`${shop}/Shy`, 1],
        [`${help}/shy`, 1],
      ].sort(),
    );
  const both = (await ours()).find(({ pages }) => pages.length > 1);
  await ana.goto(`${stack.url}/console/#/journeys/shop/${both?.subject}`);
  for (const name of [`${shop}/Over`, `${help}/over`])
    await expect(ana.getByRole("heading", { level: 3, name, exact: true })).toBeVisible();
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
  await cem.getByRole("group", { name: "Purposes" }).getByRole("checkbox", { name: "support" }).check();
  await cem.getByLabel("Never show").fill("birthday, order/note");
  await cem.getByRole("button", { name: "Add", exact: true }).click();
  const link = await cem.locator("#one-time-link").textContent();
  const dee = await enter(browser, link ?? "");
  await expect(dee.getByRole("navigation", { name: "Pages" }).getByRole("link")).toHaveText([
    ...["Overview", "Journeys", "Loss", "Reveals"],
  ]);
  const row = cem.getByRole("listitem", { name: "dee" });
  await expect(row).toContainText("· for support");
  await expect(row).toContainText("birthday, order/note");

  await row.getByRole("button", { name: "Change dee" }).click();
  await cem.getByRole("checkbox", { name: "privacy-officer" }).check();
  await cem.getByRole("button", { name: "Change", exact: true }).click();
  await expect(cem.getByRole("alert")).toContainText("nobody may approve their own reveal");
  await cem.getByRole("checkbox", { name: "analyst" }).uncheck();
  await cem.getByRole("button", { name: "Change", exact: true }).click();
  await expect(row).toContainText("privacy-officer");
  // A change of roles takes nothing back that was said beside them.
  await expect(row).toContainText("· for support");

  await row.getByRole("button", { name: "Disable dee" }).click();
  await expect(row).toContainText("disabled");
  await dee.reload();
  await expect(dee.getByRole("button", { name: "Sign in" })).toBeVisible();
  await fitsNarrow(cem);
  // Nobody changes their own access.
  await expect(cem.getByRole("listitem", { name: "cem" }).getByRole("button")).toHaveCount(0);
});

test("a token is made with no more than one's own access, its secret is shown once, and it is refused once it is revoked", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const rut = await enter(browser, links.get("rut")!);
  await rut.getByRole("link", { name: "People", exact: true }).click();
  await expect(rut.getByText("No program has a token yet.")).toBeVisible();
  await rut.getByRole("button", { name: "Make a token" }).click();
  const dialog = rut.getByRole("dialog", { name: "Make a token" });
  await dialog.getByLabel("Name").fill("nightly report");
  await dialog.getByRole("button", { name: "Make", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("no role and no right");
  await dialog.getByRole("checkbox", { name: "query", exact: true }).check();
  // By keyboard alone, from one labelled control to the next.
  await dialog.getByRole("group", { name: "Purposes" }).getByRole("checkbox", { name: "fraud" }).focus();
  await rut.keyboard.press("Space");
  await dialog.getByLabel("Only visitors in").focus();
  await rut.keyboard.type("germany");
  await rut.keyboard.press("Tab");
  await expect(dialog.getByLabel("Show only")).toBeFocused();
  await rut.keyboard.type("email, country, order/note");
  await rut.keyboard.press("Tab");
  await expect(dialog.getByLabel("Never show")).toBeFocused();
  await rut.keyboard.type("birthday, column/referrer");
  await expectAccessible(rut);
  await rut.keyboard.press("Enter");
  await expect(dialog.getByRole("alert")).toContainText("jurisdiction");
  await dialog.getByLabel("Only visitors in").fill("de, us-ca");
  await dialog.getByRole("button", { name: "Make", exact: true }).click();
  const secret = (await rut.locator("#token-secret").textContent()) ?? "";
  expect(secret).toMatch(/^ws_[\w-]{43}$/);
  const headers = { authorization: `Bearer ${secret}` };
  const ask = async (path: string) => (await fetch(`${stack.url}/v1/${path}`, { headers })).status;
  expect([await ask("sites"), await ask("people")]).toEqual([200, 403]);
  await expectAccessible(rut);
  await fitsNarrow(rut);
  await rut.getByRole("button", { name: "Done" }).click();
  const row = rut.getByRole("list", { name: "Tokens" }).getByRole("listitem", { name: "nightly report" });
  await expect(row).toContainText("+query");
  await expect(row).toContainText("only visitors in DE, US-CA · for fraud");
  await expect(row).toContainText("shows only email, country, order/note · never birthday, column/referrer");
  const { tokens } = await stack.cli<{ tokens: object[] }>("tokens", "list");
  expect(tokens[0]).toMatchObject({
    ...{ jurisdictions: ["DE", "US-CA"], purposes: ["fraud"] },
    allow: { classes: ["email", "country"], fields: ["order/note"] },
    deny: { classes: ["birthday"], fields: ["column/referrer"] },
  });
  await rut.reload();
  await expect(row).toContainText("in use");
  expect(await rut.content()).not.toContain(secret);
  await row.getByRole("button", { name: "Revoke nightly report" }).click();
  await rut.getByRole("button", { name: "Revoke for good" }).click();
  await expect(row).toContainText("revoked");
  await expect(row.getByRole("button")).toHaveCount(0);
  expect(await ask("sites")).toBe(401);

  // Who keeps people and reads nothing of visitors is not offered what would.
  const cem = await (await browser.newContext()).newPage();
  await signIn(cem, stack.url, "cem");
  await cem.getByRole("button", { name: "Make a token" }).click();
  await expect(cem.getByRole("checkbox", { name: "manage-people", exact: true })).toBeVisible();
  await expect(cem.getByRole("checkbox", { name: "query", exact: true })).toHaveCount(0);
  await expect(cem.getByLabel("Clearance").getByRole("option")).toHaveText(["public"]);
});

test("it is said where counts are rounded and small groups left out, and nothing where they are exact", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const said = "groups of fewer than 10 people are left out";
  const qi = await enter(browser, links.get("qi")!);
  await expect(qi.getByRole("heading", { name: "Too little to tell" })).toBeVisible();
  await expect(qi.getByRole("note")).toContainText(said);
  await expect(qi.getByRole("alert")).toHaveCount(0);
  await fitsNarrow(qi);
  const ana = await (await browser.newContext()).newPage();
  await signIn(ana, stack.url, "ana");
  for (const name of ["Overview", "Loss"]) {
    await ana.getByRole("link", { name, exact: true }).click();
    await expect(ana.getByRole("note")).toContainText(said);
  }
  // (control) Whoever is cleared for confidential is told exact counts.
  const bo = await (await browser.newContext()).newPage();
  await signIn(bo, stack.url, "bo");
  await bo.getByRole("link", { name: "Loss", exact: true }).click();
  await expect(bo.getByText("Sealed by browsers")).toBeVisible();
  await expect(bo.getByRole("note")).toHaveCount(0);
});
