import type { CaptureContext } from "./context.js";
import { measureEngagement } from "./engagement.js";
import { watchAddress } from "./watch-address.js";

export interface PageCapture {
  /** Reports a view of the page as it is now. */
  shown(kind: "load" | "navigate" | "restore"): void;
  /** Reports that the page is left. */
  leave(): void;
}

interface NavigationLike extends EventTarget {
  readonly currentEntry: unknown;
}

/** The title follows the address, once the framework has drawn the page. The view's time is the address's all the same. */
const TITLE_MS = 100;

/**
 * Reports page views and leaves, within single-page applications too. History is watched, never patched: by the
 * Navigation API where there is one, elsewhere by what happens around a navigation (pops, clicks, a new title).
 *
 * @param moved Runs before an in-page navigation is reported, while events still belong to the page before.
 * @param enter Tells where events belong from now on.
 */
export function capturePage(context: CaptureContext, moved: () => void, enter: (page: string) => void): PageCapture {
  const { now, emit, listen } = context;
  const engagement = measureEngagement(context);
  let place = placeOf(location);

  let waiting: number | undefined;
  let entered = 0;

  const arrive = (): void => {
    enter(location.href);
    place = placeOf(location);
  };
  const shown: PageCapture["shown"] = (kind) => {
    arrive();
    emit({ type: "page_view", kind, title: document.title });
  };
  /** Reports the view that waits for its title, if one does. */
  const settle = (): void => {
    if (waiting) emit({ type: "page_view", kind: "navigate", title: document.title, time: entered });
    clearTimeout(waiting);
    waiting = undefined;
  };
  const leave = (): void => {
    settle();
    emit({ type: "page_leave", ...engagement.take() });
  };
  const look = (): void => {
    if (placeOf(location) === place) return;
    moved();
    leave();
    arrive();
    entered = now();
    waiting = window.setTimeout(settle, TITLE_MS);
  };

  const { navigation } = window as { navigation?: NavigationLike };
  if (navigation) listen(navigation, "currententrychange", look);
  else watchAddress(context, look);
  return { shown, leave };
}

/** Another path or route is another page; another query or anchor is the same one. */
function placeOf({ origin, pathname, hash }: Location): string {
  return origin + pathname + (/^#!?\//.test(hash) ? hash : "");
}
