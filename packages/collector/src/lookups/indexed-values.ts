import type { JsonValue } from "@wayseal/protocol";
import type { GovernedEvent } from "../pipeline/states.js";
import { type IndexedValue, isLookupClass, type LookupClass } from "./classes.js";
import { normaliseValue } from "./normalise-value.js";

/**
 * The values of an event that its subject can be found by: of every field that policy gave an indexed class and kept.
 * That is a form field's value, the id and the traits of `identify`, and properties of `track`, where the class, the name
 * or the content says so. What policy removed is in no sealed column, and so in no index.
 */
export function indexedValues({ notes, sealed, context }: GovernedEvent): readonly IndexedValue[] {
  const found: IndexedValue[] = [];
  for (const { path, class: name, level, form } of notes) {
    // What was hashed or made coarser finds nobody.
    if (level === "never" || form !== undefined || !isLookupClass(name)) continue;
    const text = textOf(sealed[level]?.[path]);
    if (text === null) continue;
    // A customer's id that is an e-mail address finds the customer as one too.
    const classes: readonly LookupClass[] = name === "user-id" ? ["user-id", "email"] : [name];
    for (const each of classes) {
      const value = normaliseValue(each, text, context.hello.country);
      if (value !== null) found.push({ class: each, value, level });
    }
  }
  return found;
}

/** Only values that are one text: an object's members share one note, so nothing says what each of them is. */
function textOf(value: JsonValue | undefined): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : null;
}
