import { FIELDS } from "./fields.js";
import { shownText } from "./shown-text.js";

/** How far up from a field its caption may stand: a cell of a table, a row of a grid. */
const STEPS = 4;

/** @returns What stands in front of a field, up to the field before: the caption of many that no label names. Or "". */
export function textBefore(field: Element, limit: number): string {
  let at: Element | null = field;
  for (let step = 0; at && step < STEPS; step++, at = at.parentElement) {
    for (let node = at.previousSibling; node; node = node.previousSibling) {
      const element = node as Partial<Element>;
      if (element.matches?.(FIELDS) || element.querySelector?.(FIELDS)) return "";
      const text = shownText({ childNodes: [node] }, limit);
      if (text) return text;
    }
  }
  return "";
}
