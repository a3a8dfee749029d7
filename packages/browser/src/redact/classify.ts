import type { FieldClass } from "@wayseal/protocol";
import type { Control } from "../states.js";
import { NEVER } from "./never.js";
import { classOfShape } from "./shape.js";
import { classOfWords } from "./words.js";

/** What a field's kind says where nothing else does. Other types are words of their own: `tel`, `date`, `search`. */
const KINDS: Readonly<Record<string, FieldClass>> = {
  number: "quantity",
  checkbox: "choice",
  radio: "choice",
  select: "choice",
  textarea: "free-text",
  editable: "free-text",
};

/**
 * Says what a field holds: autocomplete, then type, then name, id and label, then the value's own shape. Any
 * sign of a `never` class wins over all the rest, the page's own declaration included.
 */
export function classify(control: Control): FieldClass {
  const { autocomplete, type, name, id, label, declared, secret, value } = control;
  if (secret || type === "password") return "password";
  const signs: (FieldClass | null | undefined | "")[] = [
    // Whatever the page declares travels as it is: a collector's policy may know more classes than this SDK.
    declared as FieldClass,
    // Autofill's own tokens are words too. Other types than `email` say how a field looks and little of what it holds.
    ...autocomplete
      .split(/\s+/)
      .concat(type === "email" ? type : [], name, id, label, type)
      .map(classOfWords),
    KINDS[type],
    classOfShape(value),
  ];
  return signs.find((sign) => sign && NEVER.has(sign)) || signs.find((sign) => sign) || "unknown";
}
