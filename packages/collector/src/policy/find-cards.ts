/** A stretch of text, as positions in it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Twelve digits or more with at most three other characters, no letters, between two of them. */
const RUN = /\d(?:[^\p{L}\d]{0,3}\d){11,}/gu;
const FIRST = /[2-689]/;
/** First digits of any card scheme: rules out times in milliseconds, which begin with 1, and dates, which begin with 20. */
const ANY_SCHEME = /^(?:2[2-7]|[3-6]|8[12]|9792)/;
/** What people write between the groups of a card number. Other characters stand between numbers as well. */
const GROUPED = /^[\d\s.-]*$/;
/** First digits of a scheme, and how many digits its numbers have. */
const SCHEMES: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^5[1-5]|^2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)/, [16]],
  [/^3[47]/, [15]],
  [/^6011|^64[4-9]|^65/, [16, 19]],
  [/^35(?:2[89]|[3-8])/, [16, 19]],
  [/^30[0-59]|^3[689]/, [14, 16, 19]],
  [/^62/, [16, 17, 18, 19]],
  [/^220[0-4]/, [16, 17, 18, 19]],
  [/^60|^8[12]|^508|^9792/, [16]],
  [/^50(?:18|20|38)|^5893|^6304|^67(?:59|6[1-3])/, [12, 13, 14, 15, 16, 17, 18, 19]],
];

/**
 * Finds payment card numbers: 12 to 19 digits whose Luhn sum is right and whose first digits are a scheme's, whole or
 * written in groups. Inside longer runs of digits (a card number with its expiry and code behind it, say) the length must
 * fit the scheme as well.
 *
 * @param text Normalised.
 */
export function findCards(text: string): Span[] {
  const found: Span[] = [];
  for (const run of text.matchAll(RUN)) {
    const positions: number[] = [];
    for (let i = run.index; i < run.index + run[0].length; i++) if (isDigit(text, i)) positions.push(i);
    const digits = positions.map((position) => text[position]).join("");
    const sums = luhnSums(digits);
    for (let from = 0; from + 12 <= digits.length;) {
      const length = FIRST.test(digits[from] as string) ? longestCard(text, digits, positions, sums, from) : 0;
      if (length === 0) from++;
      else {
        found.push({ start: positions[from] as number, end: (positions[from + length - 1] as number) + 1 });
        from += length;
      }
    }
  }
  return found;
}

/** @returns Whether a whole number of digits, such as a JSON number, is a card's. */
export function isCard(digits: string): boolean {
  return fitsAnyScheme(digits) && sumOf(luhnSums(digits), 0, digits.length) % 10 === 0;
}

function longestCard(text: string, digits: string, positions: readonly number[], sums: Sums, from: number): number {
  const first = positions[from] as number;
  const atStart = !isDigit(text, first - 1);
  for (let length = Math.min(19, digits.length - from); length >= 12; length--) {
    if (sumOf(sums, from, from + length) % 10 !== 0) continue;
    const last = positions[from + length - 1] as number;
    const atEnd = !isDigit(text, last + 1);
    const card = digits.slice(from, from + length);
    if (fitsScheme(card) && (atStart || atEnd || isEndless(text, first))) return length;
    if (atStart && atEnd && fitsAnyScheme(card) && GROUPED.test(text.slice(first, last + 1))) return length;
  }
  return 0;
}

function fitsScheme(digits: string): boolean {
  return SCHEMES.some(([prefix, lengths]) => lengths.includes(digits.length) && prefix.test(digits));
}

function fitsAnyScheme(digits: string): boolean {
  return digits.length >= 13 && digits.length <= 19 && ANY_SCHEME.test(digits);
}

/** Whether the digits around a position go on for more than a card number's, so that one may lie anywhere in them. */
function isEndless(text: string, position: number): boolean {
  let start = position;
  let end = position;
  while (position - start <= 20 && isDigit(text, start - 1)) start--;
  while (end - position <= 20 && isDigit(text, end + 1)) end++;
  return end - start + 1 > 19;
}

/**
 * Running sums of a row of digits, once with those at even places doubled and once with those at odd places (ISO/IEC
 * 7812-1, annex B): any stretch's Luhn sum is then one subtraction, however long a hostile text may be.
 */
type Sums = readonly [Uint32Array, Uint32Array];

function luhnSums(digits: string): Sums {
  const sums: Sums = [new Uint32Array(digits.length + 1), new Uint32Array(digits.length + 1)];
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(i) - 48;
    const doubled = digit > 4 ? digit * 2 - 9 : digit * 2;
    sums[0][i + 1] = (sums[0][i] as number) + (i % 2 === 0 ? doubled : digit);
    sums[1][i + 1] = (sums[1][i] as number) + (i % 2 === 1 ? doubled : digit);
  }
  return sums;
}

/** The last digit counts once, the one before it twice, and so on. */
function sumOf(sums: Sums, start: number, end: number): number {
  const row = sums[(end % 2) as 0 | 1];
  return (row[end] as number) - (row[start] as number);
}

function isDigit(text: string, position: number): boolean {
  const code = text.charCodeAt(position);
  return code >= 48 && code <= 57;
}
