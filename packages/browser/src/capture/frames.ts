import { listenUntil } from "../listen.js";
import type { Report } from "../guard.js";
import type { CaptureContext } from "./context.js";
import type { FormCapture } from "./form.js";

/**
 * Finds the frames in a document, of this origin: browsers let nobody see into others.
 *
 * @param forms What is watched, by document.
 * @param watch Watches a frame's document until it is gone.
 */
export function watchFrames(
  { document, listen, onStop }: CaptureContext,
  forms: Map<Document, FormCapture>,
  report: Report,
  watch: (document: Document, end: AbortController) => void,
): void {
  const enterFrame = (frame: Partial<HTMLIFrameElement>): void => {
    const { contentDocument: inner, contentWindow } = frame;
    // A frame with the SDK in it tells of itself; whether it has shows when it has loaded.
    if (inner?.readyState !== "complete" || forms.has(inner) || "wayseal" in (contentWindow as Window)) return;
    const gone = new AbortController();
    onStop(() => gone.abort());
    watch(inner, gone);
    listenUntil(gone.signal, report)<PageTransitionEvent>(contentWindow as Window, "pagehide", ({ persisted }) => {
      forms.get(inner)?.leave();
      if (persisted) return;
      forms.delete(inner);
      gone.abort();
    });
  };
  // Where there is a Navigation API, it tells of `form.submit()` too, which fires no `submit` event.
  const { navigation = document } = document.defaultView as { navigation?: EventTarget } & Window;
  listen<Event & { sourceElement?: Partial<HTMLInputElement> }>(navigation, "navigate", ({ sourceElement: by }) => {
    if (by) forms.get(document)?.sent((by.form ?? by) as HTMLFormElement, true);
  });
  document.querySelectorAll("iframe").forEach(enterFrame);
  listen(document, "load", ({ target }) => enterFrame(target as HTMLIFrameElement));
}
