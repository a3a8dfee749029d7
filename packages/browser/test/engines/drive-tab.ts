import type { Driver, Tab } from "./engine.js";

/** Milliseconds in which a page comes to what is waited for, on a busy machine. */
const PATIENCE = 40_000;

/** Builds what all adapters share upon what each gives. */
export function driveTab(driver: Driver): Tab {
  const middle = async (selector: string): Promise<readonly [number, number]> => {
    const point = await driver.evaluate((selector) => {
      const element = document.querySelector(selector);
      if (!element) return null;
      element.scrollIntoView({ block: "center", behavior: "instant" });
      const { left, top, width, height } = element.getBoundingClientRect();
      return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };
    }, selector);
    if (!point) throw new Error(`There is no ${selector} in the page`);
    return [point.x, point.y];
  };
  return {
    ...driver,
    async click(selector) {
      await driver.move(...(await middle(selector)));
      await driver.down();
      await driver.up();
    },
    async drag(from, to) {
      // The end first: scrolling to it must not move the start away from the mouse.
      const end = await middle(to);
      await driver.move(...(await middle(from)));
      await driver.down();
      await driver.move(...end);
      await driver.up();
    },
    async until(run, ...args) {
      const end = Date.now() + PATIENCE;
      let last: unknown;
      while (Date.now() < end) {
        try {
          last = await driver.evaluate(run, ...args);
          if (last) return last as Awaited<ReturnType<typeof run>>;
        } catch (fault) {
          // Between two pages there is nothing to ask.
          last = fault;
        }
        await new Promise((done) => setTimeout(done, 50));
      }
      throw new Error(`The page never came to: ${String(run)}`, { cause: last });
    },
  };
}
