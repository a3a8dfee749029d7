import { ownMark } from "./marks.js";

/** What a visitor typed or cannot see is no part of a text. */
const SKIPPED = "script,style,noscript,template,input,textarea,select,output,[contenteditable],[hidden]";

/**
 * @param limit UTF-16 units after which it stops reading.
 * @returns The text that an element shows, without what people typed and without what is marked to be hidden.
 */
export function shownText(node: { readonly childNodes: Iterable<Node> }, limit: number): string {
  let text = "";
  for (const child of node.childNodes) {
    if (text.length >= limit) break;
    if (child.nodeType === 3) text += child.nodeValue;
    else if (child.nodeType === 1 && isShown(child as Element)) {
      const alt = (child as Element).getAttribute("alt") ?? "";
      text += ` ${alt}${shownText(child, limit - text.length)} `;
    }
  }
  return text.replace(/\s+/g, " ").trim().slice(0, limit);
}

function isShown(element: Element): boolean {
  const mark = ownMark(element);
  return mark !== "redact" && mark !== "deny" && !element.matches(SKIPPED);
}
