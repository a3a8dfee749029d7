import type { CaptureContext } from "./context.js";

/**
 * Looks at the address whenever it may have changed, in browsers without the Navigation API: by what happens around a
 * navigation (pops, clicks, a new title). And at once, since this may come after the first one.
 */
export function watchAddress({ document, listen, onStop }: CaptureContext, look: () => void): void {
  const lookSoon = (): void => void setTimeout(look, 0);
  for (const type of ["popstate", "hashchange"]) listen(window, type, lookSoon);
  for (const type of ["click", "keyup", "visibilitychange"]) listen(document, type, lookSoon);
  const observer = new MutationObserver(look);
  observer.observe(document.head, { childList: true, subtree: true, characterData: true });
  onStop(() => observer.disconnect());
  look();
}
