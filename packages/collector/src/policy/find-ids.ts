import { digitsOf, isDay, luhn, mod11And10, part, verhoeff, weighed } from "./check-digits.js";
import type { Span } from "./find-cards.js";

/** A shape, the check that its digits or letters must pass, and nothing that could make it slow. */
type Id = readonly [shape: RegExp, check: (id: string) => boolean];

const CONTROL = "TRWAGMYFPDXBNJZSQVHLCKE";
const FISCAL_ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/**
 * National ids whose own check digits, letters or dates tell them from order numbers, by country. Those that too many other
 * numbers look like take a word or their country (`WEAK_IDS`).
 */
export const IDS: Readonly<Record<string, Id>> = {
  // United Kingdom, national insurance number: no check digit, so letters that are given out, and no others.
  "GB NINO": [
    /(?<![A-Z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D](?![A-Z0-9])/gi,
    () => true,
  ],
  // Spain, DNI and NIE: a letter by the remainder of 23.
  "ES DNI": [
    /(?<![A-Z0-9])(?:\d{8}|[XYZ]-?\d{7})-?[A-Z](?![A-Z0-9])/gi,
    (id) => CONTROL[Number(id.slice(0, -1).replace(/^[XYZ]/, (sign) => `${"XYZ".indexOf(sign)}`)) % 23] === id.at(-1),
  ],
  // Italy, codice fiscale: a letter by the sum of what stands at odd and even places.
  "IT CF": [
    /(?<![A-Z0-9])[A-Z]{6}[\dL-NP-V]{2}[ABCDEHLMPRST][\dL-NP-V]{2}[A-Z][\dL-NP-V]{3}[A-Z](?![A-Z0-9])/gi,
    (id) => {
      const value = (sign: string): number => (/\d/.test(sign) ? Number(sign) : sign.charCodeAt(0) - 65);
      const sum = [...id.slice(0, 15)].reduce(
        (all, sign, at) => all + (at % 2 ? value(sign) : (FISCAL_ODD[value(sign)] ?? 0)),
        0,
      );
      return String.fromCharCode(65 + (sum % 26)) === id[15];
    },
  ],
  // France, NIR: 13 signs and a key of two digits, modulo 97. Corsica writes 2A and 2B.
  "FR NIR": [
    /(?<![A-Z0-9])[12] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d(?![A-Z0-9])/gi,
    (id) => {
      const number = id.slice(0, 13).replace("2A", "19").replace("2B", "18");
      return 97 - (Number(number) % 97) === Number(id.slice(13));
    },
  ],
  // Germany, Steuer-ID: ISO 7064 modulo 11, 10, and one digit of the first ten that comes two or three times.
  "DE IdNr": [
    /(?<![\w.-])[1-9]\d ?\d{3} ?\d{3} ?\d{3}(?!\w|[.-]\w)/g,
    (id) => {
      const times = [...id.slice(0, 10)].map((digit) => id.slice(0, 10).split(digit).length - 1);
      if (Math.max(...times) > 3 || new Set(id.slice(0, 10)).size < 8 || new Set(id.slice(0, 10)).size > 9)
        return false;
      return mod11And10(id);
    },
  ],
  // Poland, PESEL: a date of birth and a check digit.
  "PL PESEL": [
    /(?<![\w.-])\d{11}(?!\w|[.-]\w)/g,
    (id) =>
      isDay(part(id, 2, 4) % 20, part(id, 4, 6)) && weighed(digitsOf(id), [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0,
  ],
  // Belgium, national register number: a date of birth and what is left of 97; from 2000 with a 2 in front.
  "BE NRN": [
    /(?<![\w.-])\d\d\.?\d\d\.?\d\d-?\d{3}\.?\d\d(?!\w|[.-]\w)/g,
    (id) =>
      isDay(part(id, 2, 4) % 20, part(id, 4, 6)) &&
      [id.slice(0, 9), `2${id.slice(0, 9)}`].some((number) => 97 - (Number(number) % 97) === Number(id.slice(9))),
  ],
  // Sweden, personnummer: a date of birth, a hyphen, and Luhn's digit.
  "SE PNR": [
    /(?<![\w.-])(?:19|20)?\d{6}[-+]\d{4}(?!\w|[.-]\w)/g,
    (id) => isDay(part(id, -8, -6), part(id, -6, -4) % 60) && luhn(id.slice(-10)),
  ],
  // Brazil, CPF and CNPJ: two check digits each.
  "BR CPF": [
    /(?<![\w.-])\d{3}\.?\d{3}\.?\d{3}-?\d\d(?!\w|[.-]\w)/g,
    (id) => !/^(\d)\1+$/.test(id) && checkedTwice(id, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]),
  ],
  "BR CNPJ": [
    // With letters since July 2026, which count as their ASCII code less 48.
    /(?<![\w.-])[\dA-Z]{2}\.[\dA-Z]{3}\.[\dA-Z]{3}\/[\dA-Z]{4}-\d\d(?!\w|[.-]\w)/gi,
    (id) => checkedTwice(id, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]),
  ],
  // China, resident identity number: a date of birth and ISO 7064 modulo 11, 2.
  "CN RIN": [
    /(?<![\w.-])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX](?!\w|[.-]\w)/gi,
    (id) => "10X98765432"[weighed(digitsOf(id), [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11] === id[17],
  ],
  // Denmark, CPR: a day of birth, a hyphen, and modulo 11, which some numbers given out since 2007 do not fit.
  "DK CPR": [
    /(?<![\w.-])\d{6}-\d{4}(?!\w|[.-]\w)/g,
    (id) => isDay(part(id, 2, 4), part(id, 0, 2)) && weighed(digitsOf(id), [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  ],
  // Finland, henkilötunnus: a day of birth, a sign for the century, and a letter by the remainder of 31.
  "FI HETU": [
    /(?<![\w.-])\d{6}[-+A-FU-Y]\d{3}[\dA-FHJ-NPR-Y](?!\w|[.-]\w)/gi,
    (id) => {
      const [born, serial] = [id.slice(0, 6), id.slice(-4, -1)];
      const isBorn = isDay(part(born, 2, 4), part(born, 0, 2));
      return isBorn && "0123456789ABCDEFHJKLMNPRSTUVWXY"[Number(born + serial) % 31] === id.at(-1);
    },
  ],
  // Czechia and Slovakia, rodné číslo: a date of birth, a slash, and all of it divides by 11.
  "CZ RC": [
    /(?<![\w.-])(?<!\d\/)\d{6}\/\d{4}(?!\w|[.-]\w|\/\d)/g,
    (id) => [0, 20, 50, 70].some((by) => isDay(part(id, 2, 4) - by, part(id, 4, 6))) && Number(id) % 11 === 0,
  ],
  // Latvia, personas kods of before 2017: a day of birth, a hyphen and a check digit.
  "LV PK": [
    /(?<![\w.-])\d{6}-\d{5}(?!\w|[.-]\w)/g,
    (id) =>
      isDay(part(id, 2, 4), part(id, 0, 2)) &&
      ((1 + weighed(digitsOf(id), [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11) % 10 === Number(id.at(-1)),
  ],
  // Luxembourg, matricule: a date of birth, Luhn's digit and Verhoeff's, each over the first eleven.
  "LU MAT": [
    /(?<![\w.-])(?:1[89]|20)\d\d ?\d{4} ?\d{3} ?\d\d(?!\w|[.-]\w)/g,
    (id) => isDay(part(id, 4, 6), part(id, 6, 8)) && luhn(id.slice(0, 12)) && verhoeff(id.slice(0, 11) + id.slice(12)),
  ],
  // Germany, pension insurance: an area, a day of birth, a letter of the name, a serial and a check digit.
  "DE RVNR": [
    /(?<![A-Z0-9])\d\d ?\d{6} ?[A-Z] ?\d{3}(?![A-Z0-9])/gi,
    (id) => {
      const letter = id.charCodeAt(8) - 64;
      const digits = [...digitsOf(id.slice(0, 8)), Math.floor(letter / 10), letter % 10, ...digitsOf(id.slice(9, 11))];
      const products = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1].map((weight, at) => weight * digits[at]!);
      const sum = products.reduce((all, product) => all + Math.floor(product / 10) + (product % 10), 0);
      return isDay(part(id, 4, 6), part(id, 2, 4)) && sum % 10 === Number(id[11]);
    },
  ],
  // Norway, fødselsnummer: a day of birth and two check digits.
  "NO FNR": [
    /(?<![\w.-])\d{6} ?\d{5}(?!\w|[.-]\w)/g,
    (id) => {
      const digits = digitsOf(id);
      const isBorn = [0, 40].some((by) =>
        [0, 40].some((raised) => isDay(part(id, 2, 4) - by, part(id, 0, 2) - raised)),
      );
      return (
        isBorn &&
        weighed(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
        weighed(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
      );
    },
  ],
  // Switzerland, AHV number: the country's own 756 and the check digit of an article number.
  "CH AHV": [
    /(?<![\w.-])756([. ]?)\d{4}\1\d{4}\1\d\d(?!\w|[.-]\w)/g,
    (id) => weighed(digitsOf(id), [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0,
  ],
  // Mexico, CURP: letters of the name, a date of birth, sex, state, and a check digit.
  "MX CURP": [
    /(?<![A-Z0-9])[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[A-Z\d]\d(?![A-Z0-9])/gi,
    (id) => {
      const sum = [...id.slice(0, 17)].reduce(
        (all, sign, at) => all + "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ".indexOf(sign) * (18 - at),
        0,
      );
      return isDay(part(id, 6, 8), part(id, 8, 10)) && (10 - (sum % 10)) % 10 === Number(id[17]);
    },
  ],
  // United States, taxpayer identification of those without a social security number.
  "US ITIN": [/(?<![\d-])9\d\d-(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])-\d{4}(?!\d|-\d)/g, () => true],
};

const ALL = Object.values(IDS);
/** In these letters may stand for digits: all others have six digits or more. */
const LETTERED = [IDS["IT CF"]!];
const SIX = /(?:\d\D*){6}/;

/**
 * Finds national ids whose check digits are right.
 *
 * @param text Normalised.
 */
export function findIds(text: string): Span[] {
  const found: Span[] = [];
  for (const [shape, check] of SIX.test(text) ? ALL : LETTERED) {
    for (const { 0: id, index } of text.matchAll(shape)) {
      if (check(id.replace(/[^a-z\d]/gi, "").toUpperCase())) found.push({ start: index, end: index + id.length });
    }
  }
  return found;
}

/** Brazil's two digits: each the weighed sum of all before it, modulo 11. */
function checkedTwice(id: string, weights: readonly number[]): boolean {
  const digits = [...id].map((sign) => sign.charCodeAt(0) - 48);
  const digit = (from: number): number => {
    const rest = 11 - (weighed(digits, weights.slice(from)) % 11);
    return rest > 9 ? 0 : rest;
  };
  return digit(1) === digits.at(-2) && digit(0) === digits.at(-1);
}
