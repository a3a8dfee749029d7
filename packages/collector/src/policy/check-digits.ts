/** The arithmetic of check digits and dates within ids, each function over single digits. */

/** @returns Digits, and letters as 10 to 35. */
export const digitsOf = (id: string): number[] => [...id].map((sign) => parseInt(sign, 36));

export const weighed = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0);

/** @returns Whether there is such a day in some year. */
export function isDay(month: number, day: number): boolean {
  return day >= 1 && day <= ([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0);
}

/** @returns The number that some digits of an id are. */
export const part = (id: string, from: number, to: number): number => Number(id.slice(from, to));

/** ISO/IEC 7812-1, annex B. */
export function luhn(id: string): boolean {
  const sum = digitsOf(id).reduceRight((all, digit, at) => {
    const isDoubled = (id.length - 1 - at) % 2 === 1;
    return all + (isDoubled ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit);
  }, 0);
  return sum % 10 === 0;
}

/** ISO 7064, modulo 11, 10: whether the last digit fits those before it. */
export function mod11And10(id: string): boolean {
  const rest = digitsOf(id.slice(0, -1)).reduce((product, digit) => (((digit + product) % 10 || 10) * 2) % 11, 10);
  return (11 - rest) % 10 === Number(id.at(-1));
}

const FLIPS = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
/** Verhoeff's permutation, applied as often as the place from the right says: eight times is once round. */
const TURNS = FLIPS.reduce<number[][]>(
  (turns) => (turns.length === 8 ? turns : [...turns, turns.at(-1)!.map((digit) => FLIPS[digit]!)]),
  [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
);

/** Verhoeff: sums in the dihedral group of order ten. */
export function verhoeff(id: string): boolean {
  const sum = [...id].reverse().reduce((all, sign, at) => dihedral(all, TURNS[at % 8]![Number(sign)]!), 0);
  return sum === 0;
}

/** The product of two elements: 0 to 4 turn, 5 to 9 turn and flip. */
function dihedral(first: number, second: number): number {
  const [turn, flip] = [first % 5, first >= 5];
  const turned = (flip ? turn - (second % 5) + 5 : turn + (second % 5)) % 5;
  return flip !== second >= 5 ? turned + 5 : turned;
}
