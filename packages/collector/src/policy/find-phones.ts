import {
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type PhoneNumber,
} from "libphonenumber-js/max";
import { type About, isOfProduct, PHONE_WORDS, says, saysOther, wordsBefore } from "./content-words.js";
import type { Span } from "./find-cards.js";
import { type Digits, windows } from "./digit-groups.js";

/** What people write between the groups of a telephone number. */
const GAP = /^(?:[ +./‐-―-]|\)[ -]?|[ -]?\(| [-‐-―/] |\s{1,2})$/u;
/** The most digits of a telephone number (E.164). */
const MOST = 15;
const LEAST = 7;
/** How often a text's numbers are asked of the library: of what more there is every one that is written like one counts. */
const ASKED = 64;
/** Days, thousands, and digits one by one. */
const NO_PHONE =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,3}(?:[. ]000){1,3}|\d{1,3}(?:\.\d{3}){1,4}|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:\d{4,6})?)$/;

/** What stands behind a number that is none: more of it, or what it counts. */
const BEHIND =
  /^(?:\w|[.,:-]\w|[.,]?\s?(?:[%€$£¥₽]|(?:zł|kč|kr|ft|lei|tl|eur|usd|gbp|chf|pln|brl|руб|円|원|元)(?!\p{sc=Latin})))/iu;

export interface FoundPhone extends Span {
  /** With its country's code, and given out in that country: nothing else is written so. */
  readonly isSure?: boolean;
}

/**
 * Finds telephone numbers: with `+` and a country's code wherever they are possible; without it those that are valid in the
 * country of whoever it is about (or one of those that may be), where they are written as such (a national prefix, brackets, groups) or a word of telephones
 * stands before them; and, where the country is not known, right behind such a word.
 *
 * @param text Normalised.
 * @param groups The runs of digits of the text.
 */
export function findPhones(
  text: string,
  groups: readonly Digits[],
  { name, countries = [] }: About = {},
): FoundPhone[] {
  const found: FoundPhone[] = [];
  const homes = countries.filter((country) => isSupportedCountry(country));
  let asked = 0;
  for (const span of windows(text, groups, { gap: GAP, least: LEAST, most: MOST, groups: 6 })) {
    if (span.start < (found.at(-1)?.end ?? 0)) continue;
    const written = text.slice(span.start, span.end);
    const [one, two] = [text[span.start - 1], text[span.start - 2]];
    if (one === "+" || (one === "(" && two === "+")) {
      const start = span.start - (one === "+" ? 1 : 2);
      if (/[\w+]/.test(text[start - 1] ?? " ") && !/[=&]/.test(text[start - 1]!)) continue;
      const number = asked++ < ASKED ? parsePhoneNumberFromString(`+${written}`, { extract: false }) : null;
      if (number === null || number?.isPossible() === true) {
        found.push({ start, end: span.end, isSure: number?.isValid() === true });
        continue;
      }
    }
    const isBracketed = one === "(" && written.includes(")");
    const bounds = text.slice(Math.max(0, span.start - 1), span.start);
    if (/[\w.,#$€£¥-]/.test(bounds) || BEHIND.test(text.slice(span.end, span.end + 5))) continue;
    const before = wordsBefore(text, span, name);
    const isCalled = says(PHONE_WORDS, before);
    if (!isCalled && (NO_PHONE.test(written) || saysOther(before))) continue;
    if (!isCalled && isOfProduct(text, span)) continue;
    const digits = span.digits.length;
    if (homes.length === 0) {
      if (isCalled && digits >= 8 && !/^\d{4}-\d\d-\d\d/.test(written)) found.push(span);
      continue;
    }
    const isGrouped = written.length - digits >= 2 && !/^\d (?:\d )+/.test(written);
    const isWritten = isBracketed || isGrouped || /^0[1-9]|^00[1-9]|^8[ (-]/.test(written);
    if (!isCalled && !isWritten) continue;
    if (asked++ >= ASKED) {
      found.push(span);
      continue;
    }
    const isOf = (home: CountryCode): boolean => {
      const number = parsePhoneNumberFromString(written, { defaultCountry: home, extract: false });
      return number?.isValid() === true && (isCalled || (number.country === home && isAsWritten(number, span.digits)));
    };
    if (homes.some(isOf)) found.push(isBracketed ? { start: span.start - 1, end: span.end } : span);
  }
  return found;
}

/** Whether these are the digits that people of its country write, with the national prefix where it is usual. */
function isAsWritten(number: PhoneNumber, digits: string): boolean {
  const usual = number.formatNational().replace(/\D/g, "");
  return digits === usual || digits === `1${usual}` || digits.startsWith(`00${number.countryCallingCode}`);
}
