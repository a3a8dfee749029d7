/**
 * Marks by which people hide content from other tools. Honoured as hiding, never as showing: those tools' own words for
 * "show" have no effect here.
 */
const HIDING = [
  ".ph-no-capture,.ph-mask,.rr-mask,.rr-block,.rr-ignore,.fs-mask,.fs-exclude,.fs-block,.sentry-mask,.sentry-block",
  ".sentry-ignore,.highlight-mask,.highlight-block,.mouseflow-mask,.clarity-mask,.data-hj-suppress,.matomo-mask,.amp-mask,.amp-block",
  "[data-sentry-mask],[data-sentry-block],[data-clarity-mask],[data-dd-privacy]:not([data-dd-privacy=allow])",
  "[data-hj-suppress],[data-private],[data-openreplay-obscured],[data-openreplay-masked],[data-openreplay-hidden]",
  "[data-matomo-mask],[data-piwik-mask],[data-cs-mask],[data-ph-no-capture],[data-recording-disable],[data-heap-redact-text],[data-sl=exclude],[data-sl=mask]",
].join();

export type Mark = "allow" | "redact" | "deny" | null;

/** @returns The element's parent, out of a shadow tree too. */
export function parentOf(element: Element): Element | null {
  return element.parentElement ?? (element.getRootNode() as Partial<ShadowRoot>).host ?? null;
}

/** @returns The mark on this element itself. A word that is not known hides: a typing mistake must not show. */
export function ownMark(element: Element): Mark {
  const word = element.getAttribute("data-wayseal");
  if (word === "deny") return word;
  if (element.matches(HIDING)) return "redact";
  return word === null ? null : word === "allow" ? word : "redact";
}

/** @returns The nearest mark of an element and its ancestors; `deny` and hiding marks of other tools beat all others. */
export function markOf(element: Element): Mark {
  let nearest: Mark = null;
  let hidden = false;
  for (let node: Element | null = element; node; node = parentOf(node)) {
    const mark = ownMark(node);
    if (mark === "deny") return mark;
    nearest ??= mark;
    hidden ||= node.matches(HIDING);
  }
  return hidden ? "redact" : nearest;
}

/** @returns The nearest of an element and its ancestors that matches, out of shadow trees too. */
export function nearest(element: Element, selector: string): Element | null {
  let node: Element | null = element;
  while (node && !node.matches(selector)) node = parentOf(node);
  return node;
}

/** @returns The attribute's value on the nearest element that has it, or "". */
export function inherited(element: Element, attribute: string): string {
  return nearest(element, `[${attribute}]`)?.getAttribute(attribute) ?? "";
}
