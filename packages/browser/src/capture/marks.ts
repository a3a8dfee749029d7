import { nearest, parentOf } from "./nearest.js";

/**
 * Marks by which people hide content from other tools: classes and attributes that begin with a tool's name. Honoured as
 * hiding, never as showing: those tools' own words for "show" have no effect here.
 */
const HIDING =
  / ((data-)?(ph|rr|fs|cs|hj|amp|heap|sentry|highlight|mouseflow|clarity|matomo|piwik|openreplay)-(no-c|mask|block|ignore|excl|supp|obsc|hid|redact)|data-(private|recording-d))/;
/** Where the value says whether it hides. */
const HIDING_VALUES = "[data-dd-privacy]:not([data-dd-privacy=allow]),[data-sl=exclude],[data-sl=mask]";

/** @returns Whether another tool's mark hides this element. */
function isHidden(element: Element): boolean {
  return (
    HIDING.test(` ${element.getAttributeNames().join(" ")} ${element.getAttribute("class")}`) ||
    element.matches(HIDING_VALUES)
  );
}

export type Mark = "allow" | "redact" | "deny" | null;

/** @returns What our own attribute says of an element. A word that is not known hides: a typing mistake must not show. */
function wordOf(element: Element): Mark {
  const word = element.getAttribute("data-wayseal");
  return word === null || word === "allow" || word === "deny" ? word : "redact";
}

/** @returns The mark on this element itself. */
export function ownMark(element: Element): Mark {
  const word = wordOf(element);
  return word !== "deny" && isHidden(element) ? "redact" : word;
}

/** @returns The nearest mark of an element and its ancestors; `deny` and hiding marks of other tools beat all others. */
export function markOf(element: Element): Mark {
  let nearest: Mark = null;
  let hidden = false;
  for (let node: Element | null = element; node; node = parentOf(node)) {
    const word = wordOf(node);
    if (word === "deny") return word;
    nearest ??= word;
    hidden ||= isHidden(node);
  }
  return hidden ? "redact" : nearest;
}

/** @returns The attribute's value on the nearest element that has it, or "". */
export function inherited(element: Element, attribute: string): string {
  return nearest(element, `[${attribute}]`)?.getAttribute(attribute) ?? "";
}
