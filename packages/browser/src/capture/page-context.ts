import type { PageContext } from "../states.js";

/** Reads the page's context for hello, raw. */
export function pageContext(page: string): PageContext {
  return {
    page,
    referrer: document.referrer,
    viewport: [window.innerWidth, window.innerHeight],
    language: navigator.language ?? "",
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "",
  };
}
