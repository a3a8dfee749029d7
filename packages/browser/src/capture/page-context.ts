import { attempt } from "../guard.js";
import type { PageContext } from "../states.js";

declare const Temporal: { readonly Now: { timeZoneId(): string } };

/** Reads the page's context for hello, raw. */
export function pageContext(page: string): PageContext {
  return {
    page,
    referrer: document.referrer,
    viewport: [window.innerWidth, window.innerHeight],
    language: navigator.language ?? "",
    // The first `Intl` of a page takes a browser fifteen milliseconds; this, where it is known, none.
    zone: attempt(() => Temporal.Now.timeZoneId()) ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}
