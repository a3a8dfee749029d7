import type { Page } from "@playwright/test";

/** Lets a tab be told, while it is `deaf`, what it was told last: as one that has not heard yet of what came after. */
export async function deafen(tab: Page, url: string): Promise<{ deaf: boolean }> {
  const ears = { deaf: false };
  let last = "";
  await tab.route(url, async (route) => {
    if (!ears.deaf || last === "") last = await (await route.fetch()).text();
    await route.fulfill({ contentType: "application/json", body: last });
  });
  return ears;
}
