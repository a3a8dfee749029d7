import type { Report } from "../guard.js";
import { listenUntil } from "../listen.js";
import type { Control, Sighting } from "../states.js";
import { captureClicks } from "./click.js";
import type { CaptureContext } from "./context.js";
import { captureForms } from "./form.js";
import { capturePage } from "./page.js";

export interface Capturing {
  /** Reports the page as loaded. */
  begin(): void;
  /** Reports a view of the page as it is now. */
  view(): void;
  /** Reports what ends with the page. */
  leave(): void;
  /** The field that somebody is filling. */
  typing(): Control | undefined;
  /** Reports the page as restored from the back-forward cache. */
  restore(): void;
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
  const context: CaptureContext = {
    allow,
    now,
    emit,
    listen: listenUntil(abort.signal, report),
    onStop: (run) => abort.signal.addEventListener("abort", run),
  };
  captureClicks(context);
  const page = capturePage(context, () => forms.leave(), enter);
  const forms = captureForms(context);
  return {
    begin: () => page.view("load"),
    view: () => page.view("navigate"),
    typing: () => forms.typing(),
    leave() {
      forms.leave();
      page.leave();
    },
    restore: () => page.view("restore"),
    stop: () => abort.abort(),
  };
}
