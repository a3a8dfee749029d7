import { expect, test } from "@playwright/test";
import { type } from "../hostile/hands.js";
import { useScene } from "./scene.js";

const { told, open, leave } = useScene();

test("what passes in a field is its duration, and from the first touch of a form that of its being left or sent", async ({
  page,
}) => {
  await page.clock.install();
  await open(
    page,
    `<form id="left"><input name="a"><input name="b"></form><form id="sent" onsubmit="event.preventDefault()"><input name="c"><button>Go</button></form>`,
  );
  const pass = (seconds: number) => page.clock.fastForward(1000 * seconds);
  await pass(500);
  for (const [name, seconds] of [
    ["a", 100],
    ["b", 200],
    ["c", 400],
  ] as const) {
    await type(page, `[name=${name}]`, "x");
    await pass(seconds);
  }
  await page.keyboard.press("Enter");
  await pass(800);
  await leave(page);
  /** Whole units of a hundred seconds: what this machine took is less. */
  const hundreds = (type: string) => told(type).map(({ duration }) => Math.floor(Number(duration) / 100_000));
  expect(hundreds("field")).toEqual([1, 2, 4]);
  expect(hundreds("form_submit")).toEqual([4]);
  expect(hundreds("form_abandon")).toEqual([15]);
});

test("engaged time and scroll begin anew with each view in an app", async ({ page }) => {
  await page.clock.install();
  await open(page, `<p style="height: 3000px">Text</p>`);
  // What measures it comes with the chunk.
  await page.evaluate("wayseal.flush()");
  await page.clock.fastForward(25_000);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await page.mouse.move(10, 10);
  await expect.poll(() => page.evaluate("scrollY")).toBeGreaterThan(2000);
  await page.evaluate(() => scrollTo(0, 0));
  await page.mouse.move(20, 20);
  await page.evaluate("history.pushState({}, '', '/second')");
  await leave(page, 2);
  const [first, second] = told("page_leave");
  expect(first?.["engaged"]).toBeGreaterThanOrEqual(25_000);
  expect(first?.["scroll"]).toBe(100);
  expect(second?.["engaged"]).toBeLessThan(25_000);
  expect(second?.["scroll"]).toBeLessThan(50);
});

test("engaged time counts while the page is seen and somebody is there, and half a minute at most after their last sign", async ({
  page,
}) => {
  await page.clock.install();
  await open(page, `<p style="height: 3000px">Text</p>`);
  // What measures it comes with the chunk.
  await page.evaluate("wayseal.flush()");
  const pass = (seconds: number) => page.clock.fastForward(1000 * seconds);
  const show = (state: string) =>
    page.evaluate((state) => {
      Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, state);
  await page.mouse.move(10, 10);
  await pass(10);
  await page.mouse.move(20, 20);
  // Away: of ten minutes, half a one counts.
  await pass(600);
  await page.mouse.move(30, 30);
  await show("hidden");
  await pass(25);
  await show("visible");
  await pass(25);
  await show("hidden");
  await leave(page);
  const [{ engaged, scroll } = {}] = told("page_leave");
  // 10 + 30 + 25 seconds, and what this machine took.
  expect(engaged).toBeGreaterThanOrEqual(65_000);
  expect(engaged).toBeLessThan(90_000);
  expect(scroll).toBeLessThan(50);
});
