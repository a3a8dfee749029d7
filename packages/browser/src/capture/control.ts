import type { Control } from "../states.js";
import { type Field, valueOf } from "./fields.js";
import { inherited, type Mark } from "./marks.js";
import { rowOf } from "./row.js";
import { shownText } from "./shown-text.js";

const LIMIT = 200;

/** Reads what the page says of a field, for the redacting stage to judge. */
export function controlOf(
  field: Field,
  mark: Exclude<Mark, "deny">,
  secret: boolean,
  allow: readonly string[],
): Control {
  const input = field as HTMLInputElement;
  return {
    autocomplete: field.getAttribute("autocomplete") ?? "",
    type: field.localName === "input" ? input.type : "value" in field ? field.localName : "editable",
    name: field.getAttribute("name") ?? "",
    id: field.getAttribute("id") ?? "",
    label: labelOf(input),
    declared: inherited(field, "data-wayseal-class"),
    secret,
    mark,
    listed: allow.some((selector) => isSelector(selector) && matches(field, selector)),
    value: secret ? "" : valueOf(field),
    typed: valueOf(field),
    row: rowOf(field, field.ownerDocument),
  };
}

function labelOf(field: HTMLInputElement): string {
  const root = field.getRootNode() as Document;
  const labels = [
    ...Array.from(field.labels ?? [], (label) => shownText(label, LIMIT)),
    field.getAttribute("aria-label"),
    ...(field.getAttribute("aria-labelledby") ?? "").split(/\s+/).map((id) => {
      const label = id && root.getElementById(id);
      return label && shownText(label, LIMIT);
    }),
    field.getAttribute("placeholder"),
    field.getAttribute("title"),
  ];
  return labels
    .filter((label) => label)
    .join(" ")
    .slice(0, LIMIT);
}

/** A plain word in the `allow` option is a name, an id or a class; anything else is a selector. */
function isSelector(entry: string): boolean {
  return /[^\w-]/.test(entry);
}

function matches(field: Field, selector: string): boolean {
  try {
    return field.matches(selector);
  } catch {
    // A name with odd characters is no selector, and no reason to fail.
    return false;
  }
}
