import type { FieldClass } from "@wayseal/protocol";
import type { Control } from "../states.js";
import { classOfWords, knowsAllWords, type Told } from "./class-of-words.js";
import { isNever } from "./never.js";
import { classOfShape } from "./shape.js";
import type { cleanText } from "./text.js";

/** What may tell a class, in the order in which it is asked. */
export const SIGNS = [
  "secret",
  "declared",
  "autocomplete",
  "type",
  "name",
  "id",
  "label",
  "group",
  "look",
  "options",
  "row",
  "value",
  "after",
  "hidden",
] as const;

export interface Classified {
  readonly class: FieldClass;
  /** Which of `SIGNS` told the class; one more where none did. */
  readonly sign: number;
  /** Another class may still turn out: words that this page needs are not here yet. */
  readonly open: boolean;
}

/**
 * Says what a field holds: autocomplete, then type, then name, id and label, then the value's own shape, and that a
 * password follows where none of these tells. Any sign of a `never` class wins over all the rest, the page's own declaration
 * included.
 *
 * @param clean Cleans a text: the script has it, and so has its chunk no copy of its own.
 */
export function classify(control: Control, clean: typeof cleanText): Classified {
  const { autocomplete, type, name, id, label, group, offered, declared, secret, value, after } = control;
  // A browser sees to it that an e-mail address stands there, and nothing else: a "password-reset-email" is no password.
  const tell = (text: string): Told | undefined => (type === "email" ? undefined : classOfWords(text));
  const chosen = /^(select|checkbox|radio)/.test(type);
  const is = (found: string | false | null): Told | null => (found ? [found as FieldClass] : null);
  const ofGroup = tell(group);
  // Whatever their types, but less than any word.
  const parts: Told | null = holdsParts(control) ? ["payment-card", 0, 3] : null;
  const told: (Told | null | undefined)[] = [
    is((secret || type === "password") && "password"),
    // Whatever the page declares travels as it is: a collector's policy may know more classes than this SDK.
    is(clean(declared, 64)),
    // Autofill's own tokens are words too.
    classOfWords(autocomplete),
    is(type === "email" && type),
    tell(name),
    tell(id),
    tell(label),
    // Not what else a group holds: an address has many parts.
    ofGroup && isNever(ofGroup[0]) ? ofGroup : null,
    // Other types than `email` say how a field looks and little of what it holds.
    parts ? null : classOfWords(type),
    // Here two letters are a state, and no password.
    chosen ? classOfWords(offered, []) : null,
    is(classOfRow(control)) ?? parts,
    is(classOfShape(value)),
    after === "password" ? ["username", 0, 3, 1] : null,
    // Nobody types into what is not shown: a trap, or the twin of a password that can be shown.
    after === "hidden" ? ["password", 0, 3] : null,
    ["unknown", 0, 4],
  ];
  const vague = told.map((found) => (!found || (chosen && found[3]) ? 9 : found[2] || (isNever(found[0]) ? -1 : 0)));
  const sign = vague.indexOf(Math.min(...vague));
  const found = told[sign]![0];
  return { class: found, sign, open: !isNever(found) && !knowsAllWords() };
}

/** Boxes side by side that together hold a card number or, a character each, a code. */
function classOfRow(control: Control): FieldClass | null {
  const row = control.row.filter(({ size }) => size);
  if (row.length < 3) return null;
  const room = row.reduce((sum, { size }) => sum + size, 0);
  if (room === row.length) return "one-time-code";
  return (room > 11 && room < 20) || classOfShape(row.map(({ value }) => value).join("")) === "payment-card"
    ? "payment-card"
    : null;
}

/**
 * Whether boxes side by side, of which nothing says what is typed into them, have room for a card number. They are left one
 * after the other: those that are empty yet are taken to be as long as this one.
 */
function holdsParts({ row, value }: Control): boolean {
  if (!knowsAllWords()) return false;
  const digits = row.map((box) => {
    const told = classOfWords(box.says);
    return told && !isNever(told[0]) ? "and" : box.value || value;
  });
  return /(\p{Nd}[\s-]*){12}/u.test(digits.join(""));
}
