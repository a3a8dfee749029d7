import type { CaptureContext } from "./context.js";
import { measureEngagement } from "./engagement.js";

export interface PageCapture {
  /** Reports a view of the page as it is now. */
  view(kind: "load" | "navigate" | "restore"): void;
  /** Reports that the page is left. */
  leave(): void;
}

interface NavigationLike extends EventTarget {
  readonly currentEntry: unknown;
}

/**
 * Reports page views and leaves, within single-page applications too. History is watched, never patched: by the
 * Navigation API where there is one, elsewhere by what happens around a navigation (pops, clicks, a new title).
 *
 * @param moved Runs before an in-page navigation is reported, while events still belong to the page before.
 * @param enter Tells where events belong from now on.
 */
export function capturePage(context: CaptureContext, moved: () => void, enter: (page: string) => void): PageCapture {
  const { document, window, emit, listen, onStop } = context;
  const engagement = measureEngagement(context);
  let place = placeOf(window.location);

  const view: PageCapture["view"] = (kind) => {
    enter(window.location.href);
    place = placeOf(window.location);
    emit({ type: "page_view", kind, title: document.title });
  };
  const leave = (): void => emit({ type: "page_leave", ...engagement.take() });
  const look = (): void => {
    if (placeOf(window.location) === place) return;
    moved();
    leave();
    // The title usually follows the address.
    enter(window.location.href);
    place = placeOf(window.location);
    setTimeout(() => view("navigate"), 0);
  };

  const { navigation } = window as { navigation?: NavigationLike };
  if (navigation) {
    listen(navigation, "currententrychange", look);
  } else {
    const lookSoon = (): void => void setTimeout(look, 0);
    for (const type of ["popstate", "hashchange"]) listen(window, type, lookSoon);
    for (const type of ["click", "keyup", "visibilitychange"]) listen(document, type, lookSoon);
    const observer = new MutationObserver(look);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    onStop(() => observer.disconnect());
  }
  return { view, leave };
}

/** Another path or route is another page; another query or anchor is the same one. */
function placeOf({ origin, pathname, hash }: Location): string {
  return origin + pathname + (/^#!?\//.test(hash) ? hash : "");
}
