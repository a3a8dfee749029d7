import { type About, ID_WORDS, says, saysOther, wordsBefore } from "./content-words.js";
import { type Digits, windows } from "./digit-groups.js";
import type { Span } from "./find-cards.js";
import { WEAK_IDS, type WeakId } from "./weak-ids.js";

const ALL = Object.values(WEAK_IDS);
const GAP = /^[ ./+-]$/;
/** Fewer are in no such id of digits alone. */
const LEAST = 9;
const MOST = 13;
const LETTERED = /(?<![\w.-])\d{3,8}[A-Z]{1,2}(?!\w|[.-]\w)/gi;
const OF_DIGITS = ALL.filter(({ lettered }) => lettered !== true);
const OF_LETTERS = ALL.filter(({ lettered }) => lettered === true);

/** An id, and of which class: those of taxes and of health insurance have their own. */
export interface FoundId extends Span {
  readonly class: "national-id" | NonNullable<WeakId["class"]>;
}

/**
 * Finds national ids that many other numbers look like: where their check digit is right, and a word of theirs stands before
 * them or is the value's name, or it is an event of their country and no word of orders and the like stands there.
 *
 * @param text Normalised.
 * @param groups The runs of digits of the text.
 */
export function findWeakIds(text: string, groups: readonly Digits[], { name, countries = [] }: About = {}): FoundId[] {
  const found: FoundId[] = [];
  const ask = (span: Span, ids: readonly WeakId[]): boolean => {
    const written = text.slice(span.start, span.end).replaceAll("+", " ");
    const id = written.replace(/[^A-Za-z\d]/g, "").toUpperCase();
    const fitting = ids.filter(({ shape, check }) => shape.test(written) && check(id));
    if (fitting.length === 0) return false;
    const before = wordsBefore(text, span, name);
    const isTold = says(ID_WORDS, before);
    const isOther = saysOther(before);
    const told = fitting.find(({ words }) => says(words, before));
    const here = (weak: WeakId): boolean =>
      isTold || (!isOther && weak.wordsOnly !== true && countries.some((one) => weak.countries.includes(one)));
    const weak = told ?? fitting.find(here);
    if (weak !== undefined) found.push({ start: span.start, end: span.end, class: weak.class ?? "national-id" });
    return weak !== undefined;
  };
  let end = 0;
  for (const span of windows(text, groups, { gap: GAP, least: LEAST, most: MOST, groups: 4 })) {
    if (span.start < end || /[\w.-]/.test(text[span.start - 1] ?? " ")) continue;
    if (/^(?:\w|[.,:-]\w)/.test(text.slice(span.end, span.end + 2))) continue;
    if (ask(span, OF_DIGITS)) ({ end } = span);
  }
  for (const { 0: written, index } of text.matchAll(LETTERED)) {
    ask({ start: index, end: index + written.length }, OF_LETTERS);
  }
  return found;
}
