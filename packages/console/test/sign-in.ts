import { expect, type Page } from "@playwright/test";
import { PASSWORD } from "./enter.js";

/** Signs a person in who has set their password before. */
export async function signIn(page: Page, url: string, name: string): Promise<void> {
  await page.goto(`${url}/console/`);
  await page.getByLabel("E-mail").fill(`${name}@shop.example`);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation", { name: "Pages" })).toBeVisible();
}
