import type { Report } from "../guard.js";
import { listenUntil } from "../listen.js";
import type { Control, Sighting } from "../states.js";
import { captureClicks } from "./click.js";
import type { CaptureContext } from "./context.js";
import { captureForms, type FormCapture } from "./form.js";
import { watchFrames } from "./frames.js";
import { capturePage, type PageCapture } from "./page.js";

export interface Capturing {
  /** Reports a view of the page as it is now: loaded, navigated to within the page, or back from the back-forward cache. */
  shown: PageCapture["shown"];
  /** Reports what ends with the page. */
  leave(): void;
  /** The field that somebody is filling. */
  typing(): Control | undefined;
  stop(): void;
}

export interface CaptureOptions {
  readonly allow: readonly string[];
  readonly now: () => number;
  readonly emit: (event: Sighting) => void;
  readonly report: Report;
  /** Told the address of the page that events belong to from now on. */
  readonly enter: (page: string) => void;
}

/** The capturing stage: everything that watches the page, begun and ended together. */
export function captureAll({ allow, now, emit, report, enter }: CaptureOptions): Capturing {
  const abort = new AbortController();
  const contextOf = (document: Document, { signal }: AbortController): CaptureContext => ({
    document,
    allow,
    now,
    emit,
    listen: listenUntil(signal, report),
    onStop: (run) => signal.addEventListener("abort", run),
  });
  const forms = new Map<Document, FormCapture>();
  const leaveForms = (): void => forms.forEach((form) => form.leave());

  /** Watches a document and the frames in it. */
  const watch = (document: Document, end: AbortController): void => {
    const context = contextOf(document, end);
    const press = captureClicks(context);
    context.listen<MouseEvent>(document, "click", (event) => press(event, event.composedPath()[0]));
    forms.set(document, captureForms(context));
    watchFrames(context, forms, report, watch);
  };
  const page = capturePage(contextOf(document, abort), leaveForms, enter);
  watch(document, abort);
  return {
    shown: page.shown,
    typing: () => [...forms.values()].map((form) => form.typing()).find(Boolean),
    leave() {
      leaveForms();
      page.leave();
    },
    stop: () => abort.abort(),
  };
}
