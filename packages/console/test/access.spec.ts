import { expect, type Page, test } from "@playwright/test";
import { SUBJECT } from "./answers.js";
import { expectAccessible } from "./expect-accessible.js";
import { type ConsoleServer, serveConsole } from "./serve-console.js";

let server: ConsoleServer;
test.beforeEach(async () => {
  server = await serveConsole();
});
test.afterEach(() => server.close());

test("the keyboard goes everywhere: skip link, pages, shortcuts", async ({ page }) => {
  await page.goto(server.url);
  await expect(page.locator(".trend-total").first()).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  expect(page.url()).not.toContain("#main");
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Shortcuts" });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.keyboard.press("g");
  await page.keyboard.press("l");
  await expect(page.getByRole("heading", { level: 1, name: "Loss" })).toBeFocused();
  await page.keyboard.press("?");
  await dialog.getByRole("switch", { name: "Single-key shortcuts" }).uncheck();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("j");
  await expect(page.getByRole("heading", { level: 1, name: "Loss" })).toBeVisible();
});

test("every chart has a table, and figures have captions", async ({ page }) => {
  await page.goto(server.url);
  await expect(page.getByRole("img", { name: /^Events, last 24 hours: [\d,]+ in all; most/ })).toBeVisible();
  await page.getByRole("radio", { name: /^Visitors/ }).check();
  await expect(page.getByRole("img", { name: /^Visitors/ })).toBeVisible();
  await page.getByRole("button", { name: "Table" }).click();
  const region = page.getByRole("region", { name: "Visitors per hour, last 24 hours" });
  await region.focus();
  await expect(region).toBeFocused();
  const bare = await page
    .locator("table")
    .evaluateAll((all) => all.filter((one) => (one as HTMLTableElement).caption === null).length);
  expect(bare).toBe(0);
});

test("headings never skip a level, and every control has a name", async ({ page }) => {
  for (const hash of ["#/overview", "#/journeys", `#/journeys/shop/${SUBJECT}`, "#/loss"]) {
    await page.goto(server.url + hash);
    await expect(page.locator(".card").nth(1).or(page.locator(".journey-row").first()).first()).toBeVisible();
    await page.waitForTimeout(300);
    await expectAccessible(page, hash);
  }
});

test("the theme follows the system, can be chosen, and is remembered", async ({ page }) => {
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(server.url);
  const dark = await paper();
  const button = page.getByRole("button", { name: /^Theme/ });
  await button.click();
  const light = await paper();
  expect(light).not.toBe(dark);
  await page.reload();
  expect(await paper()).toBe(light);
  await button.click();
  expect(await paper()).toBe(dark);
  await button.click();
  await expect(button).toHaveAccessibleName(/as the system/);
});

/** Text on its ground, by token. Each must reach WCAG AA for small text. */
const PAIRS: readonly (readonly [string, readonly string[]])[] = [
  ["--ink", ["--paper", "--surface", "--raised"]],
  ["--ink-2", ["--paper", "--surface", "--raised"]],
  ["--ink-3", ["--paper", "--surface", "--raised"]],
  ["--accent", ["--paper", "--surface", "--raised"]],
  ["--accent-ink", ["--accent"]],
  ["--rail-ink", ["--rail", "--rail-2"]],
  ["--rail-ink-2", ["--rail", "--rail-2"]],
  ["--good", ["--good-soft", "--surface", "--paper"]],
  ["--warn", ["--warn-soft", "--surface", "--paper"]],
  ["--bad", ["--bad-soft", "--surface", "--paper"]],
  ["--held", ["--held-soft"]],
  ["--gone", ["--gone-soft", "--surface", "--paper"]],
  ["--ink", ["--accent-soft", "--bad-soft"]],
];

for (const scheme of ["light", "dark"] as const) {
  test(`text keeps 4.5 to 1 in the ${scheme} theme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(server.url);
    const poor: string[] = [];
    for (const [text, grounds] of PAIRS) {
      for (const ground of grounds) {
        const ratio = contrast(await colorOf(page, text), await colorOf(page, ground));
        if (ratio < 4.5) poor.push(`${text} on ${ground}: ${ratio.toFixed(2)}`);
      }
    }
    expect(poor).toEqual([]);
    expect(contrast([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 1);
  });
}

async function colorOf(page: Page, token: string): Promise<readonly number[]> {
  const text = await page.evaluate((token) => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = `var(${token})`;
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }, token);
  const parts = text.match(/\d+/g)?.slice(0, 3).map(Number) ?? [];
  expect(parts, token).toHaveLength(3);
  return parts;
}

/** WCAG 2.2, contrast ratio. */
function contrast(one: readonly number[], other: readonly number[]): number {
  const luminance = (color: readonly number[]) => {
    const [red = 0, green = 0, blue = 0] = color.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
