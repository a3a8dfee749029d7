import type { CaptureContext } from "./context.js";
import { watchFrustration } from "./frustration.js";
import { markOf } from "./marks.js";
import { nameOf } from "./name-of.js";
import { nearest } from "./nearest.js";

/** What people press. Fields are not among them: a form's own events tell their life. */
const PRESSED =
  "a[href],button,summary,input[type=submit],input[type=button],input[type=reset],input[type=image]," +
  "[role=button],[role=link],[role=tab],[role=menuitem],[role=option],[role=switch],[data-wayseal-event]";

/** Files that are kept and not shown. */
const FILES =
  /\.(?:pdf|zip|7z|rar|t?gz|csv|txt|rtf|json|xml|ics|epub|od[tsp]|(doc|xls|ppt)x?|exe|msi|dmg|pkg|apk|mp[34])$/i;

/**
 * Reports presses of links, buttons and the like, of elements with `data-wayseal-event` their own event, and what
 * frustrates.
 *
 * @returns Takes each click with the innermost node that it hit, and the time of one that came earlier, of which nobody
 *   can say any more whether the page answered.
 */
export function captureClicks(context: CaptureContext) {
  const judge = watchFrustration(context);
  return (event: MouseEvent, hit: EventTarget | undefined, earlier?: number): void => {
    const emit: CaptureContext["emit"] = (sighting) => context.emit({ ...(earlier && { time: earlier }), ...sighting });
    const first = hit as Element | undefined;
    if (!first?.matches) return;
    const element = nearest(first, PRESSED);
    const at = element ?? first;
    const mark = markOf(at);
    if (mark === "deny") return;
    const role = at.getAttribute("role") || { a: "link", input: "button" }[at.localName] || at.localName;
    // A suggestion under a search or address field shows what somebody typed.
    const name = !element || mark === "redact" || role === "option" ? "" : nameOf(element);
    const { href = "", host, pathname = "", hash } = at as HTMLAnchorElement;
    const pressed = { role, name, target: href };
    if (element) {
      declare(element, emit);
      const kind =
        at.hasAttribute("download") || FILES.test(pathname)
          ? "download"
          : host && host !== location.host
            ? "outbound"
            : undefined;
      emit({ type: "click", ...pressed, ...(kind && { kind }) });
    }
    // A link to elsewhere answers when its page comes; what nobody made to be pressed owes no answer.
    if (!earlier) judge(event, pressed, !!element && (!href || !!hash));
  };
}

/** Reports the page's own event, with what its `data-wayseal-prop-*` say. */
function declare(element: Element, emit: CaptureContext["emit"]): void {
  const declared = nearest(element, `[${EVENT}]`);
  if (!declared) return;
  const properties: Record<string, string> = {};
  for (const { name, value } of declared.attributes) {
    if (name.startsWith(PROPERTY)) properties[name.slice(PROPERTY.length)] = value;
  }
  emit({ type: "track", name: declared.getAttribute(EVENT) ?? "", properties });
}

const EVENT = "data-wayseal-event";
const PROPERTY = "data-wayseal-prop-";
