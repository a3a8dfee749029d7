import { expect, test } from "@playwright/test";
import { SHORT_NAMES } from "../../../scripts/short-names.mjs";

test("no name that the build shortens is one of the browser's own", async ({ page }) => {
  const own = await page.evaluate(() => {
    const names = new Set<string>();
    const seen = new Set<unknown>();
    const collect = (value: unknown, depth: number): void => {
      if ((typeof value !== "object" && typeof value !== "function") || !value || seen.has(value) || depth > 3) return;
      seen.add(value);
      for (const [name, { value: member }] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
        names.add(name);
        collect(member, depth + 1);
      }
      collect(Object.getPrototypeOf(value), depth);
    };
    collect(window, 0);
    return [...names];
  });
  expect(own).toEqual(expect.arrayContaining(["addEventListener", "isIntersecting", "oldVersion", "hasBeenActive"]));
  expect(SHORT_NAMES.filter((name) => own.includes(name))).toEqual([]);
});
