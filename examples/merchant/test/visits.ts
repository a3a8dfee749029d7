import { expect, type Page } from "@playwright/test";
import { CANARIES } from "./canaries.js";

async function type(page: Page, selector: string, text: string): Promise<void> {
  await page.locator(selector).click();
  await page.keyboard.type(text);
}

/** Fills the shop's cart and its address form, without sending it. */
export async function visitShop(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/products/apricot-hour`);
  await page.getByRole("button", { name: "Yes, that's fine" }).click();
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.getByRole("link", { name: /Check out/ }).click();
  // Before its words are there the SDK is not sure of any field, and gives no value.
  const words = page.waitForResponse("**/words.json");
  await type(page, "[name=email]", CANARIES.email);
  await (await words).finished();
  await page.getByLabel("Full name").fill("Ada Example");
  await type(page, "[name=street]", CANARIES.street);
  await page.getByLabel("Postal code").fill("10115");
  await page.getByLabel("City").fill("Berlin");
  await page.getByLabel("Country", { exact: true }).selectOption("DE");
  await type(page, "[name=national-id]", CANARIES.id);
  await type(page, "[name=new-password]", CANARIES.password);
}

/** Sends the address, and pays. */
export async function pay(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Go to payment" }).click();
  await page.getByLabel("Name on the card").fill("Ada Example");
  await type(page, "[name=card-number]", CANARIES.card);
  await page.getByLabel("Expiry").fill("12/29");
  await page.getByLabel("Security code").fill("8394");
  await page.getByRole("button", { name: /^Pay/ }).click();
  await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible();
}

/** Types every canary into fields that do not say what they hold. */
export async function visitHostile(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await type(page, "#card-as-colour", CANARIES.card);
  await type(page, "#card-in-search", CANARIES.card);
  await type(page, "#code-by-label", CANARIES.code);
  await type(page, "#code-by-token", CANARIES.code);
  await type(page, "#toggled", CANARIES.password.slice(0, 6));
  await page.locator("#show").click();
  await page.locator("#toggled").focus();
  await page.keyboard.press("End");
  await page.keyboard.type(CANARIES.password.slice(6));
  await type(page, "#password-by-name", CANARIES.password);
  await type(page, "#email-as-nickname", CANARIES.email);
  await type(page, "#street-as-notes", CANARIES.street);
  await type(page, "#id-as-reference", CANARIES.id);
  await type(page, "#chat", `${CANARIES.email} ${CANARIES.street} ${CANARIES.card}`);
  await page.locator("#complaint").click();
  await page.locator("#letter").click();
  // A GET form: the browser itself puts the typed values into the next page's address.
  await page.locator("#send").click();
  await page.waitForURL(/thanks/);
}
