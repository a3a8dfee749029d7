import type { PageContext } from "../states.js";

/** Reads the page's context for hello, raw. */
export function pageContext(window: Window & typeof globalThis, page: string): PageContext {
  return {
    page,
    referrer: window.document.referrer,
    viewport: [window.innerWidth, window.innerHeight],
    language: window.navigator.language ?? "",
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "",
  };
}
