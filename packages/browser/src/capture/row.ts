import type { Control } from "../states.js";
import type { Field } from "./fields.js";

/** The longest of boxes that stand in a row. */
const SHORT = 6;

/**
 * Finds the short boxes side by side that one number is typed into, such as a card number's four: by their `maxlength`,
 * or, where they have none, by names that differ in a number only and by holding nothing but a few digits.
 *
 * @param fields All fields of its form.
 * @returns The boxes in order, this one among them; empty where it stands alone.
 */
export function rowOf(field: Field, fields: readonly Field[]): Control["row"] {
  const stem = stemOf(field as HTMLInputElement);
  const sizeOf = (other: Field): number => {
    const { localName, type, maxLength, value } = other as HTMLInputElement;
    if (localName !== "input" || !/^(text|tel|number|password|search|url)$/.test(type)) return 0;
    if (maxLength > 0) return maxLength > SHORT ? 0 : maxLength;
    return stem && stem === stemOf(other as HTMLInputElement) && /^\d{0,6}$/.test(value) ? 4 : 0;
  };
  const size = sizeOf(field);
  // An empty box without a limit is no sign of anything yet.
  if (!size || ((field as HTMLInputElement).maxLength < 0 && !(field as HTMLInputElement).value)) return [];
  let from = fields.indexOf(field);
  let to = from;
  while (from > 0 && sizeOf(fields[from - 1] as Field)) from--;
  while (to < fields.length - 1 && sizeOf(fields[to + 1] as Field)) to++;
  return from === to
    ? []
    : fields.slice(from, to + 1).map((box) => ({ size: sizeOf(box), value: (box as HTMLInputElement).value }));
}

/** A field's name or id without its numbers. */
function stemOf({ name, id }: HTMLInputElement): string {
  return (name || id).replace(/\d+/g, "");
}
