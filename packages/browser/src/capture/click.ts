import type { CaptureContext } from "./context.js";
import { inherited, markOf, parentOf } from "./marks.js";
import { nameOf } from "./name-of.js";

/** What people press. Fields are not among them: a form's own events tell their life. */
const PRESSED =
  "a[href],button,summary,input[type=submit],input[type=button],input[type=reset],input[type=image]," +
  "[role=button],[role=link],[role=tab],[role=menuitem],[role=option],[role=switch],[data-wayseal-event]";

/** Reports presses of links, buttons and the like, and of elements with `data-wayseal-event` their own event. */
export function captureClicks({ document, emit, listen }: CaptureContext): void {
  listen<MouseEvent>(document, "click", (event) => {
    let element = event.composedPath()[0] as Element | null;
    if (!element?.matches) return;
    while (element && !element.matches(PRESSED)) element = parentOf(element);
    if (!element) return;
    const mark = markOf(element);
    if (mark === "deny") return;
    const declared = inherited(element, "data-wayseal-event");
    if (declared) emit({ type: "track", name: declared });
    const role = element.getAttribute("role") || { a: "link", input: "button" }[element.localName] || element.localName;
    // A suggestion under a search or address field shows what somebody typed.
    const name = mark === "redact" || role === "option" ? "" : nameOf(element);
    emit({ type: "click", role, name, target: (element as HTMLAnchorElement).href || "" });
  });
}
