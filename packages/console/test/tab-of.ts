import type { Page } from "@playwright/test";

/** The same page in another tab of the same person. */
export async function tabOf(page: Page): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  return tab;
}
