import type { FieldClass } from "@wayseal/protocol";
import type { Control } from "../states.js";
import { classOfWords, knowsAllWords } from "./class-of-words.js";
import { isNever } from "./never.js";
import { classOfShape } from "./shape.js";
import { cleanText } from "./text.js";

/** What told a class: a part of the control, or "" where nothing did. */
export type Sign = "secret" | "declared" | "autocomplete" | "type" | "name" | "id" | "label" | "row" | "value" | "";

export interface Classified {
  readonly class: FieldClass;
  readonly sign: Sign;
  /** Another class may still turn out: words that this page needs are not here yet. */
  readonly open: boolean;
}

/**
 * Says what a field holds: autocomplete, then type, then name, id and label, then the value's own shape. Any
 * sign of a `never` class wins over all the rest, the page's own declaration included.
 */
export function classify(control: Control): Classified {
  const { autocomplete, type, name, id, label, declared, secret, value } = control;
  const signs: (readonly [Sign, FieldClass | null | undefined | ""])[] = [
    ["secret", secret || type === "password" ? "password" : null],
    // Whatever the page declares travels as it is: a collector's policy may know more classes than this SDK.
    ["declared", cleanText(declared, 64) as FieldClass],
    // Autofill's own tokens are words too. Other types than `email` say how a field looks and little of what it holds.
    ["autocomplete", classOfWords(autocomplete)],
    ["type", type === "email" ? type : null],
    ["name", classOfWords(name)],
    ["id", classOfWords(id)],
    ["label", classOfWords(label)],
    ["type", classOfWords(type)],
    ["row", classOfRow(control)],
    ["value", classOfShape(value)],
  ];
  const found =
    signs.find(([, sign]) => sign && isNever(sign)) ?? signs.find(([, sign]) => sign) ?? (["", "unknown"] as const);
  return {
    class: found[1] as FieldClass,
    sign: found[0],
    open: !isNever(found[1] as FieldClass) && !knowsAllWords(),
  };
}

/** Boxes side by side that together hold a card number or, a character each, a code. */
function classOfRow({ row }: Control): FieldClass | null {
  if (row.length < 3) return null;
  const room = row.reduce((sum, { size }) => sum + size, 0);
  if (room === row.length) return "one-time-code";
  return (room > 11 && room < 20) || classOfShape(row.map(({ value }) => value).join("")) === "payment-card"
    ? "payment-card"
    : null;
}
