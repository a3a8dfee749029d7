import type { Page } from "@playwright/test";

/** Holds what tabs ask of an address until each of them has asked, so that all of it arrives at once. */
export async function sendAtOnce(tabs: readonly Page[], url: string): Promise<void> {
  const held: (() => void)[] = [];
  for (const tab of tabs) {
    await tab.route(url, async (route) => {
      await new Promise<void>((go) => void (held.push(go) === tabs.length && held.forEach((each) => each())));
      await route.continue();
    });
  }
}
