import type { Page } from "@playwright/test";

/** What a page did that it should not have. */
export interface Watched {
  /** Breaches of the content policy, as the page itself hears of them. */
  violations(): Promise<readonly string[]>;
  /** What a hostile value's script left behind, or null. */
  ran(): Promise<string | null>;
  readonly dialogs: readonly string[];
  /** Requests to anywhere but the test's own server. */
  readonly strays: readonly string[];
  readonly errors: readonly string[];
}

/** Begins to watch, from before the page's own scripts run. */
export async function watchPage(page: Page, origin: string): Promise<Watched> {
  const dialogs: string[] = [];
  const strays: string[] = [];
  const errors: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(origin)) strays.push(request.url());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { __violations: seen });
    document.addEventListener("securitypolicyviolation", (event) => {
      seen.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  const read = <T>(name: string) =>
    page.evaluate((name) => (window as unknown as Record<string, unknown>)[name] ?? null, name) as Promise<T>;
  return {
    violations: async () => (await read<string[] | null>("__violations")) ?? [],
    ran: () => read<string | null>("__ran"),
    dialogs,
    strays,
    errors,
  };
}
