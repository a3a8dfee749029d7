import type { CaptureContext } from "./context.js";
import { measureEngagement } from "./engagement.js";
import { watchAddress } from "./watch-address.js";

export interface PageCapture {
  /** Reports a view of the page as it is now. */
  shown(kind: "load" | "navigate" | "restore"): void;
  /** Reports that the page is left. */
  leave(): void;
}

/**
 * Reports page views and leaves, within single-page applications too.
 *
 * @param moved Runs before an in-page navigation is reported, while events still belong to the page before.
 * @param enter Tells where events belong from now on.
 */
export function capturePage(context: CaptureContext, moved: () => void, enter: (page: string) => void): PageCapture {
  const { emit } = context;
  const engagement = measureEngagement(context);
  let page = location.href;
  const arrive = (): void => enter((page = location.href));
  const leave = (): void => {
    settle();
    emit({ type: "page_leave", ...engagement.take() });
  };
  const settle = watchAddress(
    context,
    () => page,
    () => {
      moved();
      leave();
      arrive();
    },
  );
  return {
    shown(kind) {
      arrive();
      emit({ type: "page_view", kind, title: document.title });
    },
    leave,
  };
}
