import type { FieldClass } from "@wayseal/protocol";
import type { Control } from "../states.js";
import { NEVER } from "./never.js";
import { classOfShape } from "./shape.js";
import { classOfWords } from "./words.js";

/** Autofill detail tokens of the HTML standard, where they are not our own names or prefixes of them. */
const AUTOCOMPLETE: readonly (readonly [RegExp, FieldClass])[] = [
  [/^(current|new)-password$/, "password"],
  [/^one-time-code$/, "one-time-code"],
  [/^cc-number$/, "payment-card"],
  [/^cc-exp/, "card-expiry"],
  [/^cc-csc$/, "card-security-code"],
  [/^cc-/, "card-holder"],
  [/^(name|nickname)$|^honorific/, "name"],
  [/^(given|additional)-name$/, "given-name"],
  [/^family-name$/, "family-name"],
  [/^username$/, "username"],
  [/^email$/, "email"],
  [/^tel/, "phone"],
  [/^street-address$|^address-line\d$/, "street"],
  [/^address-level1$/, "region"],
  [/^address-level/, "city"],
  [/^postal-code$/, "postal-code"],
  [/^country/, "country"],
  [/^bday/, "birthday"],
  [/^sex$/, "gender"],
  [/^organization$/, "organization"],
  [/^organization-title$/, "job-title"],
  [/^language$/, "language"],
  [/^transaction-amount$/, "quantity"],
  [/^(url|impp)$/, "url"],
  [/^photo$/, "image"],
];

const TYPES: Readonly<Record<string, FieldClass>> = {
  password: "password",
  email: "email",
  tel: "phone",
  url: "url",
  search: "search",
  date: "date",
  "datetime-local": "date",
  month: "date",
  week: "date",
  number: "quantity",
  range: "quantity",
  checkbox: "choice",
  radio: "choice",
  select: "choice",
  file: "image",
  textarea: "free-text",
  editable: "free-text",
};

/** Types that say how a field looks and little of what it holds: words are believed before them. */
const VAGUE = /^(search|date.*|month|week|number|range|checkbox|radio|select|file|textarea|editable|tel)$/;

/**
 * Says what a field holds (DESIGN §6): autocomplete, then type, then name, id and label, then the value's own shape. Any
 * sign of a `never` class wins over all the rest, the page's own declaration included.
 */
export function classify(control: Control): FieldClass {
  const { autocomplete, type, name, id, label, declared, secret, value } = control;
  if (secret || type === "password") return "password";
  const byType = Object.hasOwn(TYPES, type) ? (TYPES[type] as FieldClass) : null;
  const byWords = [name, id, label].map(classOfWords);
  const signs: (FieldClass | null)[] = [
    // Whatever the page declares travels as it is: a collector's policy may know more classes than this SDK.
    (declared as FieldClass) || null,
    ...classesOfAutocomplete(autocomplete),
    VAGUE.test(type) ? null : byType,
    ...byWords,
    byType,
    classOfShape(value),
  ];
  const found = signs.filter((sign) => sign !== null);
  return found.find((sign) => NEVER.has(sign)) ?? found[0] ?? "unknown";
}

function classesOfAutocomplete(autocomplete: string): FieldClass[] {
  const classes: FieldClass[] = [];
  for (const token of autocomplete.toLowerCase().split(/\s+/)) {
    const known = AUTOCOMPLETE.find(([pattern]) => pattern.test(token));
    if (known) classes.push(known[1]);
  }
  return classes;
}
