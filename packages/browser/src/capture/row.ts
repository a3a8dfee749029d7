import type { Control } from "../states.js";
import type { Field } from "./fields.js";

/** The longest of boxes that stand in a row. */
const SHORT = 6;
/** A card number has nineteen digits at most, and each box holds one: what is farther off is none of it. */
const FARTHEST = 18;
/** No more digits than a date or a small number has: half of a card number is as long. */
const FEW_DIGITS = /^[\s\p{Nd}-]{0,9}$/u;

/**
 * Finds the boxes side by side that one number may be typed into, such as a card number's four: short ones by their
 * `maxlength`, or, where they have none, by names that differ in a number only; and all that hold a few digits or nothing.
 *
 * @param fields All fields of its form.
 * @param saidOf What the page says of a box.
 * @returns The boxes in order, this one among them; empty where it stands alone.
 */
export function rowOf(field: Field, fields: readonly Field[], saidOf: (box: Field) => string): Control["row"] {
  const stem = stemOf(field as HTMLInputElement);
  const sizeOf = (box: HTMLInputElement): number => {
    const { maxLength, value } = box;
    if (maxLength > 0) return maxLength > SHORT ? 0 : maxLength;
    return stem && stem === stemOf(box) && /^\d{0,6}$/.test(value) ? 4 : 0;
  };
  const around = (fits: (box: HTMLInputElement) => unknown): HTMLInputElement[] => {
    const isPart = (at: number): unknown => {
      const { localName, type } = (fields[at] ?? {}) as HTMLInputElement;
      return (
        localName === "input" &&
        /^(text|tel|number|password|search|url)$/.test(type) &&
        fits(fields[at] as HTMLInputElement)
      );
    };
    const at = fields.indexOf(field);
    let from = at;
    let to = at;
    while (to - at <= FARTHEST && isPart(to)) to++;
    while (to > at && at - from < FARTHEST && isPart(from - 1)) from--;
    return fields.slice(from, to) as HTMLInputElement[];
  };
  const { maxLength, value } = field as HTMLInputElement;
  // An empty box without a limit is no sign of anything yet.
  if (maxLength < 0 && !value) return [];
  const short = around(sizeOf);
  return around((box) => sizeOf(box) || FEW_DIGITS.test(box.value)).map((box) => ({
    value: box.value,
    says: saidOf(box),
    size: short.includes(box) ? sizeOf(box) : 0,
  }));
}

/** A field's name or id without its numbers. */
function stemOf({ name, id }: HTMLInputElement): string {
  return (name || id).replace(/\d+/g, "");
}
