import { LABEL_LIMIT, labelledBy } from "./labelled-by.js";
import { shownText } from "./shown-text.js";

/**
 * The accessible name of a control that people press, by the steps of WAI-ARIA's accname that matter for one:
 * aria-labelledby, aria-label, a button's own value or a picture's alt, content, title. Never what somebody typed.
 *
 * @returns Raw text, at most 200 characters; "" where there is none or where it repeats what a field holds.
 */
export function nameOf(element: Element): string {
  const name =
    labelledBy(element) ||
    element.getAttribute("aria-label")?.trim() ||
    // Only buttons come here, and a button's value is its caption.
    (element.localName === "input" && (element.getAttribute("value") || element.getAttribute("alt"))) ||
    shownText(element, LABEL_LIMIT) ||
    element.getAttribute("title") ||
    "";
  return repeatsAField(element.ownerDocument, name) ? "" : name.slice(0, LABEL_LIMIT);
}

/** "Search for Jane Doe" on a button is what somebody typed, by another way. */
function repeatsAField(document: Document, name: string): boolean {
  const text = name.toLowerCase();
  for (const field of document.querySelectorAll<HTMLInputElement>("input,textarea")) {
    if (/^(submit|button|reset|image|checkbox|radio|hidden)$/.test(field.type)) continue;
    const value = field.value.trim().toLowerCase();
    if (value.length > 2 && text.includes(value)) return true;
  }
  return false;
}
