import { type Browser, expect, type Page } from "@playwright/test";

export const PASSWORD = "correct horse battery staple";

/** Opens a one-time link in a browser of its own, sets the password and waits for the console. */
export async function enter(browser: Browser, link: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(link);
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(page.getByRole("navigation", { name: "Pages" })).toBeVisible();
  return page;
}
