import { attempt } from "../guard.js";
import type { Control } from "../states.js";
import { type Field, fieldsAround, isComponent, nameOfField, valueOf } from "./fields.js";
import { LABEL_LIMIT, labelledBy } from "./labelled-by.js";
import { inherited, type Mark } from "./marks.js";
import { nearest, parentOf } from "./nearest.js";
import { rowOf } from "./row.js";
import { shownText } from "./shown-text.js";
import { textBefore } from "./text-before.js";

/** Reads what the page says of a field, for the redacting stage to judge. */
export function controlOf(field: Field, mark: Mark, secret: boolean, allow: readonly string[]): Control {
  const fields = fieldsAround(field);
  const next = fields[fields.indexOf(field) + 1];
  return {
    autocomplete: field.getAttribute("autocomplete") ?? "",
    type:
      field.localName === "input" ? (field as HTMLInputElement).type : "value" in field ? field.localName : "editable",
    name: nameOfField(field),
    id: field.getAttribute("id") ?? "",
    label: labelOf(field),
    group: groupOf(field),
    declared: inherited(field, "data-wayseal-class"),
    secret,
    mark: mark === "deny" ? "redact" : mark,
    listed: allow.some((entry) => isSelector(entry) && attempt(() => field.matches(entry))),
    unseen: isUnseen(field),
    unfinished: false,
    // Whether a closed component hides a password nobody can see.
    value: secret || isComponent(field) ? "" : valueOf(field),
    typed: [valueOf(field)],
    row: rowOf(field, fields, saidOf),
    after: field.hidden ? "hidden" : (next as HTMLInputElement | undefined)?.type,
    // What a month belongs to is told by the days or years that follow it.
    offered: [next, field]
      .map((select) => (select ? shownText(select, 1e5) : ""))
      .join(" ")
      .slice(-300),
  };
}

/** @returns All that the page says of a field, in one. */
function saidOf(field: Field): string {
  return [field.getAttribute("autocomplete"), nameOfField(field), field.id, labelOf(field)].join(" ");
}

function labelOf(field: Field): string {
  const said = [
    ...Array.from((field as HTMLInputElement).labels ?? [], (label) => shownText(label, LABEL_LIMIT)),
    labelledBy(field),
    ...["aria-label", "placeholder", "title"].map((name) => field.getAttribute(name)),
  ]
    .filter(Boolean)
    .join(" ")
    .slice(0, LABEL_LIMIT);
  return said || textBefore(field, LABEL_LIMIT);
}

/** @returns The captions of all groups around a field, the nearest first. */
function groupOf(field: Element): string {
  const at = nearest(field, "fieldset,[role$=group]");
  if (!at) return "";
  const own = [...at.querySelectorAll(":scope>legend")].map((legend) => shownText(legend, LABEL_LIMIT));
  const above = parentOf(at);
  return [...own, labelledBy(at), at.getAttribute("aria-label"), above && groupOf(above)].join(" ");
}

/** A plain word in the `allow` option is a name, an id or a class; anything else is a selector, if the browser takes it. */
export function isSelector(entry: string): boolean {
  return /[^\w-]/.test(entry);
}

function isUnseen(field: HTMLElement): boolean {
  const { width, height, right, bottom } = field.getBoundingClientRect();
  const { scrollX, scrollY } = field.ownerDocument.defaultView ?? window;
  return (
    width * height < 9 ||
    right + scrollX < 0 ||
    bottom + scrollY < 0 ||
    field.checkVisibility?.({ checkOpacity: true, checkVisibilityCSS: true }) === false
  );
}
