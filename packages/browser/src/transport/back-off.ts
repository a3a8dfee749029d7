/** The longest wait between two attempts. */
const CAP = 5 * 60_000;

/**
 * Full-jitter exponential back-off, so that visitors do not come back all at once.
 *
 * @param attempt Failures so far, from 0.
 * @param random 0 to 1.
 * @returns Milliseconds: anything up to 1 s, 2 s, 4 s … 5 min.
 */
export function backOff(attempt: number, random: () => number = Math.random): number {
  return Math.round(random() * Math.min(CAP, 1000 * 2 ** attempt));
}
