import type { Page } from "@playwright/test";

/** A page with a tag and a form. */
export const html = (tag: string): string => `<!doctype html><title>Page</title><body>${tag}
<form id="f" action="/thanks"><input name="city"><button>Go</button></form>`;

type Call = (...args: unknown[]) => unknown;
export interface Scope {
  wayseal: Call & Record<string, Call>;
}

/** Calls a method as a page does. */
export const call = (page: Page, ...args: unknown[]): Promise<void> =>
  page.evaluate((args) => void (window as unknown as Scope).wayseal(...args), args);
/** Waits until the script has taken the stub's place. */
export const ready = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => typeof (window as unknown as Partial<Scope>).wayseal?.["track"] === "function");
