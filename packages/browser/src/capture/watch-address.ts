import type { CaptureContext } from "./context.js";

interface NavigationLike extends EventTarget {
  readonly currentEntry: unknown;
}

/** The title follows the address, once the framework has drawn the page. The view's time is the address's all the same. */
const TITLE_MS = 100;

/**
 * Reports views within a single-page application. History is watched, never patched: by the Navigation API where there is
 * one, elsewhere by what happens around a navigation (pops, clicks, a new title). Looks at once, too, since this may come
 * after the first one.
 *
 * @param page The address that events belong to now.
 * @param move Leaves that page for the one where the browser is.
 * @returns Reports the view that waits for its title, if one does.
 */
export function watchAddress(
  { document, now, emit, listen, onStop }: CaptureContext,
  page: () => string,
  move: () => void,
): () => void {
  let waiting: number | undefined;
  let entered = 0;
  const settle = (): void => {
    if (waiting) emit({ type: "page_view", kind: "navigate", title: document.title, time: entered });
    clearTimeout(waiting);
    waiting = undefined;
  };
  const look = (): void => {
    if (placeOf(location) === placeOf(new URL(page()))) return;
    move();
    entered = now();
    waiting = window.setTimeout(settle, TITLE_MS);
  };

  const { navigation } = window as { navigation?: NavigationLike };
  if (navigation) listen(navigation, "currententrychange", look);
  else {
    const lookSoon = (): void => void setTimeout(look, 0);
    for (const type of ["popstate", "hashchange"]) listen(window, type, lookSoon);
    for (const type of ["click", "keyup", "visibilitychange"]) listen(document, type, lookSoon);
    const observer = new MutationObserver(look);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    onStop(() => observer.disconnect());
  }
  look();
  return settle;
}

/** Another path or route is another page; another query or anchor is the same one. */
function placeOf({ origin, pathname, hash }: Location | URL): string {
  return origin + pathname + (/^#!?\//.test(hash) ? hash : "");
}
