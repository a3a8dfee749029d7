import { expect, test, type Page } from "@playwright/test";
import { start } from "../server.mjs";

/** Fills what a browser would not let pass empty. */
async function fillAddress(page: Page): Promise<void> {
  await page.getByLabel("E-mail", { exact: true }).fill("ada@example.com");
  await page.getByLabel("Full name").fill("Ada Example");
  await page.getByLabel("Street and number").fill("12 Fern Lane");
  await page.getByLabel("Postal code").fill("10115");
  await page.getByLabel("City").fill("Berlin");
  await page.getByLabel("Country", { exact: true }).selectOption("DE");
}

async function fillCard(page: Page, number: string): Promise<void> {
  await page.getByLabel("Card number").fill(number);
  await page.getByLabel("Expiry").fill("12/29");
  await page.getByLabel("Security code").fill("123");
}

/** Walks the whole shop, from the shelves to the confirmation. */
async function buy(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole("navigation", { name: "Shop" }).getByRole("link", { name: "Kettles & pots" }).click();
  await page.getByRole("link", { name: "Gooseneck No. 3" }).click();
  await page.getByLabel("Quantity").fill("2");
  await page.getByRole("button", { name: "Add to cart" }).click();
  await expect(page.getByRole("heading", { name: "Your cart" })).toBeVisible();
  await expect(page.getByText("€169.00").first()).toBeVisible();
  await page.getByRole("link", { name: /Check out/ }).click();
  await fillAddress(page);
  await page.getByRole("button", { name: "Go to payment" }).click();
  await expect(page).toHaveURL(`${url}/checkout/payment`);
  await fillCard(page, "4242424242424242");
  await page.getByRole("button", { name: /^Pay/ }).click();
  await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible();
  await expect(page).toHaveURL(/\/checkout\/confirmation\/FW-[0-9A-F]{6}$/);
  await expect(page.getByRole("link", { name: "Cart 0" })).toBeVisible();
}

test.describe("the shop with no collector behind its script tag", () => {
  // Port 9 (discard) refuses at once; nothing on 127.0.0.1 listens there.
  const COLLECTOR = "http://127.0.0.1:9";
  let shop: Awaited<ReturnType<typeof start>>;
  test.beforeAll(async () => {
    shop = await start(0, COLLECTOR);
  });
  test.afterAll(() => shop.close());

  test("sells, and no script of its own fails", async ({ page }) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await buy(page, shop.url);
    expect(errors).toEqual([]);
  });

  test("asks about cookies once, and remembers the answer", async ({ page, context }) => {
    await page.goto(shop.url);
    await page.getByRole("button", { name: "Yes, that's fine" }).click();
    await expect(page.getByRole("heading", { name: "May we remember this visit?" })).toBeHidden();
    expect(await page.evaluate("JSON.stringify(wayseal.q.map((call) => [...call]))")).toBe(
      '[["consent",{"analytics":true}]]',
    );
    await page.reload();
    await expect(page.getByRole("heading", { name: "May we remember this visit?" })).toBeHidden();
    expect((await context.cookies()).find(({ name }) => name === "consent")?.value).toBe("yes");
  });

  test("allows its own scripts and the collector's, and no others", async ({ page }) => {
    const answer = await page.goto(shop.url);
    const policy = answer?.headers()["content-security-policy"] ?? "";
    expect(policy).toContain(`script-src 'self' ${COLLECTOR};`);
    expect(policy).toContain(`connect-src 'self' ${COLLECTOR};`);
    expect(policy).not.toContain("unsafe");
  });

  test("shows what is wrong, and never repeats a card number", async ({ page }) => {
    await page.goto(`${shop.url}/products/apricot-hour`);
    await page.getByRole("button", { name: "Add to cart" }).click();
    await page.getByRole("link", { name: /Check out/ }).click();
    await fillAddress(page);
    await page.getByRole("button", { name: "Go to payment" }).click();
    await fillCard(page, "4242424242424241");
    await page.getByRole("button", { name: /^Pay/ }).click();
    await expect(page.getByRole("alert")).toContainText("This card number has a typing error.");
    await expect(page.getByLabel("Card number")).toHaveValue("");
    expect((await page.content()).replace(/\s/g, "")).not.toContain("4242424242424241");
  });

  test("shows strangers' text as text", async ({ page }) => {
    await page.goto(`${shop.url}/products/apricot-hour`);
    await page.getByRole("button", { name: "Add to cart" }).click();
    await page.goto(`${shop.url}/checkout/address`);
    await fillAddress(page);
    await page.getByLabel("City").fill('"><img src=x onerror=alert(1)>');
    await page.getByLabel("Postal code").fill("!");
    await page.evaluate("document.getElementById('address').noValidate = true");
    await page.getByRole("button", { name: "Go to payment" }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(page.getByLabel("City")).toHaveValue('"><img src=x onerror=alert(1)>');
    await expect(page.locator("img")).toHaveCount(0);
  });

  test("never sends a visitor to another site", async ({ request }) => {
    for (const back of ["//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example"]) {
      const answer = await request.post(`${shop.url}/consent`, { form: { back, answer: "no" }, maxRedirects: 0 });
      expect(answer.headers()["location"]).toBe("/");
    }
  });

  test("answers 404, 405 and 413 where it should", async ({ request }) => {
    expect((await request.get(`${shop.url}/products/no-such-tea`)).status()).toBe(404);
    expect((await request.put(`${shop.url}/`)).status()).toBe(405);
    expect((await request.post(`${shop.url}/newsletter`, { form: { x: "x".repeat(20_000) } })).status()).toBe(413);
  });

  for (const { width, colorScheme } of [
    { width: 360, colorScheme: "dark" as const },
    { width: 1280, colorScheme: "light" as const },
  ]) {
    test(`fits ${width} pixels, ${colorScheme}, without scrolling sideways`, async ({ browser }) => {
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
      const page = await context.newPage();
      await page.goto(`${shop.url}/products/two-cup-stoneware-pot`);
      await page.getByRole("button", { name: "Add to cart" }).click();
      for (const path of ["/", "/products/gooseneck-no-3", "/cart", "/checkout/address"]) {
        await page.goto(shop.url + path);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      }
      await context.close();
    });
  }
});

test("the shop sells without JavaScript", async ({ browser }) => {
  const shop = await start(0, "");
  const context = await browser.newContext({ javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await page.goto(shop.url);
    await page.getByRole("button", { name: "No, thanks" }).click();
    await expect(page.getByRole("heading", { name: "May we remember this visit?" })).toBeHidden();
    await buy(page, shop.url);
  } finally {
    await context.close();
    await shop.close();
  }
});
