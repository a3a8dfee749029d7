import { shownText } from "./shown-text.js";

/** UTF-16 units of a label. */
export const LABEL_LIMIT = 200;

/** @returns The text of the elements that `aria-labelledby` names, or "". */
export function labelledBy(element: Element): string {
  const root = element.getRootNode() as Document | ShadowRoot;
  return (element.getAttribute("aria-labelledby") ?? "")
    .split(/\s+/)
    .map((id) => {
      const label = id && root.getElementById(id);
      return label ? shownText({ childNodes: [label] }, LABEL_LIMIT) : "";
    })
    .join(" ")
    .trim();
}
