import type { CaptureContext } from "./context.js";

/** Milliseconds between two looks, however busy the page is. */
const OFTEN = 500;

/** Looks again when elements have come to the page or gone; and at once, since this may come after the first of them. */
export function watchTree({ document, onStop }: Pick<CaptureContext, "document" | "onStop">, look: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new MutationObserver(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      look();
    }, OFTEN);
  });
  observer.observe(document, { childList: true, subtree: true });
  look();
  onStop(() => {
    observer.disconnect();
    clearTimeout(timer);
  });
}
