import type { Span } from "./find-cards.js";

/** A shape, the check that its digits or letters must pass, and nothing that could make it slow. */
type Id = readonly [shape: RegExp, check: (id: string) => boolean];

const CONTROL = "TRWAGMYFPDXBNJZSQVHLCKE";
const FISCAL_ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
const digitsOf = (id: string): number[] => [...id].map((sign) => parseInt(sign, 36));
const weighed = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0);
const isDate = (month: number, day: number): boolean => month >= 1 && month <= 12 && day >= 1 && day <= 31;

/**
 * National ids whose own check digits tell them from order numbers, by country. An id of nine bare digits with one check
 * digit is told by its field's name alone: every tenth number would pass.
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
    /(?<![\w.-])[1-9]\d ?\d{3} ?\d{3} ?\d{3}(?![\w.-])/g,
    (id) => {
      const times = [...id.slice(0, 10)].map((digit) => id.slice(0, 10).split(digit).length - 1);
      if (Math.max(...times) > 3 || new Set(id.slice(0, 10)).size < 8 || new Set(id.slice(0, 10)).size > 9)
        return false;
      const rest = digitsOf(id.slice(0, 10)).reduce((product, digit) => (((digit + product) % 10 || 10) * 2) % 11, 10);
      return (11 - rest) % 10 === Number(id[10]);
    },
  ],
  // Poland, PESEL: a date of birth and a check digit.
  "PL PESEL": [
    /(?<![\w.-])\d{11}(?![\w.-])/g,
    (id) =>
      isDate(Number(id.slice(2, 4)) % 20, Number(id.slice(4, 6))) &&
      weighed(digitsOf(id), [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0,
  ],
  // Belgium, national register number: a date of birth and what is left of 97; from 2000 with a 2 in front.
  "BE NRN": [
    /(?<![\w.-])\d\d\.?\d\d\.?\d\d-?\d{3}\.?\d\d(?![\w-])/g,
    (id) =>
      isDate(Number(id.slice(2, 4)) % 20, Number(id.slice(4, 6))) &&
      [id.slice(0, 9), `2${id.slice(0, 9)}`].some((number) => 97 - (Number(number) % 97) === Number(id.slice(9))),
  ],
  // Sweden, personnummer: a date of birth, a hyphen, and Luhn's digit.
  "SE PNR": [
    /(?<![\w.-])(?:19|20)?\d{6}[-+]\d{4}(?![\w.-])/g,
    (id) => {
      const ten = digitsOf(id.slice(-10));
      const sum = ten.reduce((all, digit, at) => all + (at % 2 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2), 0);
      return isDate(Number(id.slice(-8, -6)), Number(id.slice(-6, -4)) % 60) && sum % 10 === 0;
    },
  ],
  // Brazil, CPF and CNPJ: two check digits each.
  "BR CPF": [
    /(?<![\w.-])\d{3}\.?\d{3}\.?\d{3}-?\d\d(?![\w.-])/g,
    (id) => !/^(\d)\1+$/.test(id) && checkedTwice(id, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]),
  ],
  "BR CNPJ": [
    /(?<![\w.-])\d\d\.\d{3}\.\d{3}\/\d{4}-\d\d(?![\w.-])/g,
    (id) => checkedTwice(id, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]),
  ],
  // China, resident identity number: a date of birth and ISO 7064 modulo 11, 2.
  "CN RIN": [
    /(?<![\w.-])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX](?![\w-])/gi,
    (id) => "10X98765432"[weighed(digitsOf(id), [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11] === id[17],
  ],
};

/**
 * Finds national ids whose check digits are right.
 *
 * @param text Normalised.
 */
export function findIds(text: string): Span[] {
  const found: Span[] = [];
  for (const [shape, check] of Object.values(IDS)) {
    for (const { 0: id, index } of text.matchAll(shape)) {
      if (check(id.replace(/[^a-z\d]/gi, "").toUpperCase())) found.push({ start: index, end: index + id.length });
    }
  }
  return found;
}

/** Brazil's two digits: each the weighed sum of all before it, modulo 11. */
function checkedTwice(id: string, weights: readonly number[]): boolean {
  const digits = digitsOf(id);
  const digit = (from: number): number => {
    const rest = 11 - (weighed(digits, weights.slice(from)) % 11);
    return rest > 9 ? 0 : rest;
  };
  return digit(1) === digits.at(-2) && digit(0) === digits.at(-1);
}
