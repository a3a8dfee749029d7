import { expect, type Page } from "@playwright/test";

/** Headings skip no level, every control and picture has a name, every table a caption, and there is one main part. */
export async function expectAccessible(page: Page, where = page.url()): Promise<void> {
  const levels = await page.locator("h1, h2, h3, h4").evaluateAll((all) => all.map((one) => Number(one.tagName[1])));
  expect(levels[0], where).toBe(1);
  levels
    .slice(1)
    .forEach((level, at) => expect(level - (levels[at] ?? 0), `${where} ${levels.join()}`).toBeLessThanOrEqual(1));
  const tree = await page.locator("body").ariaSnapshot();
  expect(tree, where).not.toMatch(/- (button|link|combobox|switch|radio|checkbox|textbox|searchbox|region)(:| \[|$)/m);
  expect(await page.locator("main").count(), where).toBe(1);
  const bare = await page
    .locator("table")
    .evaluateAll((all) => all.filter((one) => (one as HTMLTableElement).caption === null).length);
  expect(bare, where).toBe(0);
}
