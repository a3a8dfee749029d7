import { digitsOf, isDay, luhn, mod11And10, part, verhoeff, weighed } from "./check-digits.js";

/** An id that too many other numbers look like: it takes a word before it, or an event of its own country. */
export interface WeakId {
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[];
  /** All of it as it is written. */
  readonly shape: RegExp;
  /** @param id Letters and digits alone, in upper case. */
  readonly check: (id: string) => boolean;
  /** Its own words, in lower case, behind which it may stand. */
  readonly words: RegExp;
  /** @default national-id */
  readonly class?: "tax-id" | "health-insurance";
  /** Whether its country does not do in place of a word: it has no check digit, or none that tells enough. */
  readonly wordsOnly?: true;
  /** Whether letters are part of it. */
  readonly lettered?: true;
}

const words = (source: string): RegExp => new RegExp(`(?<![a-z])(?:${source})(?!\\p{sc=Latin})`, "gu");
const NINE = /^\d{3}([ -]?)\d{3}\1\d{3}$/;
const TEN = /^\d{10}$/;
const ELEVEN = /^\d{11}$/;
const CPR = words("cpr|person(?:nummer|nr)");
const dayFirst = (id: string): boolean => isDay(part(id, 2, 4), part(id, 0, 2));
/** @returns Whether year, month and day stand at the front, the month raised by some centuries' sign. */
const yearFirst = (id: string, raised: readonly number[] = [0]): boolean =>
  raised.some((by) => isDay(part(id, 2, 4) - by, part(id, 4, 6)));
const last = (id: string): number => Number(id.at(-1));

export const WEAK_IDS: Readonly<Record<string, WeakId>> = {
  // Areas, groups and serials that are never given out; no check digit.
  "US SSN": {
    countries: ["US"],
    shape: /^\d{3}([ -]?)\d{2}\1\d{4}$/,
    check: (id) => !/^(?:000|666|9)|^\d{3}00|0000$/.test(id),
    words: words("ssn|social ?security"),
    wordsOnly: true,
  },
  // Modulo 11, and no number whose digit would be ten.
  "GB NHS": {
    countries: ["GB"],
    shape: /^\d{3}([ -]?)\d{3}\1\d{4}$/,
    check: (id) => weighed(digitsOf(id), [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 && !/^(\d)\1+$/.test(id),
    words: words("nhs|health ?service"),
    class: "health-insurance",
  },
  "CA SIN": {
    countries: ["CA"],
    shape: NINE,
    check: (id) => /^[1-79]/.test(id) && luhn(id),
    // `sin` is a word of Spanish too: it counts right before the number.
    words: words(
      "social ?insurance|assurance ?sociale|(?:sin|nas)(?=[^a-z]{0,3}(?:no|nr|num|number|num[ée]ro|is|est)?[^a-z]{0,3}$|:)",
    ),
  },
  // Modulo 11 with its own digit taken off: the "eleven test".
  "NL BSN": {
    countries: ["NL"],
    shape: /^(?:\d{9}|\d{4}\.\d{2}\.\d{3}|\d{3}([ -])\d{3}\1\d{3})$/,
    check: (id) => weighed(digitsOf(id), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && Number(id) > 9_999_999,
    words: words("bsn|burger ?service(?:nummer)?|sofi(?:nummer)?"),
  },
  // Of people: the first digit is 1, 2 or 3, or 45 of who lives elsewhere.
  "PT NIF": {
    countries: ["PT"],
    shape: NINE,
    check: (id) =>
      /^(?:[123]|45)/.test(id) &&
      ((11 - (weighed(digitsOf(id), [9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10 === last(id),
    words: words("nif|contribuinte|fiscal|finan[cç]as"),
  },
  "DK CPR": {
    countries: ["DK"],
    shape: /^\d{6}[ -]?\d{4}$/,
    check: (id) => dayFirst(id) && weighed(digitsOf(id), [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
    words: CPR,
  },
  // Given out since 2007, some without a check digit.
  "DK CPR 2007": { countries: ["DK"], shape: /^\d{6}[ -]?\d{4}$/, check: dayFirst, words: CPR, wordsOnly: true },
  "BG EGN": {
    countries: ["BG"],
    shape: TEN,
    check: (id) =>
      yearFirst(id, [0, 20, 40]) && (weighed(digitsOf(id), [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === last(id),
    words: words("egn|егн"),
  },
  // All ten digits divide by 11; months of women are 50 higher, and 20 where a day's numbers ran out.
  "CZ RC": {
    countries: ["CZ", "SK"],
    shape: /^\d{6}\/?\d{4}$/,
    check: (id) => yearFirst(id, [0, 20, 50, 70]) && Number(id) % 11 === 0,
    words: words("rodn(?:[eé]|[eé]ho) ?[cč][ií]s(?:lo|la)|r\\.? ?[cč]"),
  },
  // The first digit says the sex and the century; the second row of weights is asked where the first gives ten.
  "EE LT IK": {
    countries: ["EE", "LT"],
    shape: /^[1-8]\d{10}$/,
    check: (id) => {
      const sums = [
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 1],
        [3, 4, 5, 6, 7, 8, 9, 1, 2, 3],
      ].map((weights) => weighed(digitsOf(id), weights) % 11);
      return yearFirst(id.slice(1)) && (sums.find((sum) => sum < 10) ?? 0) === last(id);
    },
    words: words("isikukood|asmens koda[s]?"),
  },
  // A serial, its digit, and the day of birth.
  "AT SVNR": {
    countries: ["AT"],
    shape: /^[1-9]\d{3} ?\d{6}$/,
    check: (id) =>
      isDay(part(id, 6, 8), part(id, 4, 6)) && weighed(digitsOf(id), [3, 7, 9, -1, 5, 8, 4, 2, 1, 6]) % 11 === 0,
    words: words("sv ?-?(?:nr|nummer)|sozialversicherung(?:snummer|s ?nr)?|versicherungs(?:nummer|nr)"),
  },
  "GR AMKA": {
    countries: ["GR"],
    shape: ELEVEN,
    check: (id) => dayFirst(id) && luhn(id),
    words: words("amka|αμκα"),
  },
  "GR AFM": {
    countries: ["GR"],
    shape: /^\d{9}$/,
    check: (id) => (weighed(digitsOf(id), [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === last(id) && Number(id) > 0,
    words: words("afm|αφμ"),
    class: "tax-id",
  },
  "HU TAJ": {
    countries: ["HU"],
    shape: NINE,
    check: (id) => weighed(digitsOf(id), [3, 7, 3, 7, 3, 7, 3, 7]) % 10 === last(id),
    words: words("taj|társadalombiztosítás[ií]?"),
    class: "health-insurance",
  },
  "HU TAX": {
    countries: ["HU"],
    shape: /^8\d{9}$/,
    check: (id) => weighed(digitsOf(id), [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 === last(id),
    words: words("adóazonosító|adó(?:szám|azonosító)? ?(?:jel)?"),
    class: "tax-id",
  },
  "HR OIB": {
    countries: ["HR"],
    shape: ELEVEN,
    check: mod11And10,
    words: words("oib|osobni identifikacijski broj"),
  },
  "LV PK": {
    countries: ["LV"],
    shape: /^\d{6}-?\d{5}$/,
    check: (id) =>
      dayFirst(id) && ((1 + weighed(digitsOf(id), [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11) % 10 === last(id),
    words: words("personas kods"),
  },
  "RO CNP": {
    countries: ["RO"],
    shape: /^[1-9]\d{12}$/,
    check: (id) => {
      const rest = weighed(digitsOf(id), [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
      return yearFirst(id.slice(1)) && (rest === 10 ? 1 : rest) === last(id);
    },
    words: words("cnp|cod(?:ul)? numeric personal"),
  },
  // The number of all that was Yugoslavia: day, month, the year's last three, region, serial.
  "SI EMSO": {
    countries: ["SI", "HR", "RS", "BA", "ME", "MK"],
    shape: /^\d{13}$/,
    check: (id) =>
      dayFirst(id) &&
      /^\d{4}[09]/.test(id) &&
      weighed(digitsOf(id), [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
    words: words("em[sš]o|jmbg"),
  },
  // Without its hyphen, and with the century or not.
  "SE PNR": {
    countries: ["SE"],
    shape: /^(?:(?:19|20)\d{10}|\d{10})$/,
    check: (id) => isDay(part(id, -8, -6), part(id, -6, -4) % 60) && luhn(id.slice(-10)),
    words: words("person(?:nummer|nr)|samordningsnummer"),
  },
  // Seven digits, a letter by the remainder of 23, and one more since 2013.
  "IE PPS": {
    lettered: true,
    countries: ["IE"],
    shape: /^\d{7}[A-W][A-IW]?$/i,
    check: (id) =>
      "WABCDEFGHIJKLMNOPQRSTUV"[
        (weighed(digitsOf(id.slice(0, 7)), [8, 7, 6, 5, 4, 3, 2]) +
          9 * (id.length < 9 || id[8] === "W" ? 0 : id.charCodeAt(8) - 64)) %
          23
      ] === id[7],
    words: words("pps(?:n)?|personal public service"),
  },
  "MT ID": {
    lettered: true,
    countries: ["MT"],
    shape: /^\d{3,7}[MGAPLHBZ]$/i,
    check: (id) => part(id, 0, -1) > 0,
    words: words("karta ta.? ?l.?identit[aà]|id ?card|identity ?card"),
    wordsOnly: true,
  },
  "CY TIC": {
    lettered: true,
    countries: ["CY"],
    shape: /^\d{8}[A-Z]$/i,
    check: (id) => {
      const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
      const sum = digitsOf(id.slice(0, 8)).reduce((all, digit, at) => all + (at % 2 ? digit : odd[digit]!), 0);
      return String.fromCharCode(65 + (sum % 26)) === id[8];
    },
    words: words("tic|tax identification"),
    class: "tax-id",
  },
  "TR TCKN": {
    countries: ["TR"],
    shape: /^[1-9]\d{10}$/,
    check: (id) => {
      const digits = digitsOf(id);
      const tenth = (weighed(digits, [7, -1, 7, -1, 7, -1, 7, -1, 7]) + 50) % 10;
      return tenth === digits[9] && digits.slice(0, 10).reduce((sum, digit) => sum + digit, 0) % 10 === digits[10];
    },
    words: words("tckn|tc ?kimlik(?: ?no)?|t\\.c\\. kimlik(?: no)?|kimlik(?: ?(?:no|numara)\\p{L}{0,4})?"),
  },
  "IN AADHAAR": {
    countries: ["IN"],
    shape: /^[2-9]\d{3}([ -]?)\d{4}\1\d{4}$/,
    check: verhoeff,
    words: words("aadha+r|uidai|आधार"),
  },
  // A date of birth, sex and century. Since 2020 there is no check digit.
  "KR RRN": {
    countries: ["KR"],
    shape: /^\d{6}-[1-8]\d{6}$/,
    check: (id) => yearFirst(id),
    words: /주민(?:등록)?|resident registration/gu,
  },
  "JP MYNUMBER": {
    countries: ["JP"],
    shape: /^\d{4}([ -]?)\d{4}\1\d{4}$/,
    check: (id) => {
      const rest = weighed(digitsOf(id), [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
      return (rest <= 1 ? 0 : 11 - rest) === last(id);
    },
    words: /my ?number|マイナンバー|個人番号/gu,
  },
};
