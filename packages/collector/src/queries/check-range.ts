import { BadQuestion } from "./bad-question.js";

export const DAY_MS = 86_400_000;
/** Longest time that one question may ask about. */
export const MAX_RANGE_MS = 400 * DAY_MS;
/** 2299-12-31: the last day that the event store's times hold. */
const MAX_TIME = Date.UTC(2299, 11, 31);

/**
 * @param from Milliseconds since 1970, included.
 * @param to Milliseconds since 1970, excluded.
 * @param longest Milliseconds.
 * @throws {BadQuestion} `range`
 */
export function checkRange(from: number, to: number, longest = MAX_RANGE_MS): void {
  for (const time of [from, to]) {
    if (!Number.isSafeInteger(time) || time < 0) {
      throw new BadQuestion("range", "from and to must be whole milliseconds since 1970");
    }
  }
  if (from >= to) throw new BadQuestion("range", "from must be before to");
  if (to > MAX_TIME) throw new BadQuestion("range", "to must be before the year 2300");
  if (to - from > longest) {
    throw new BadQuestion("range", `from and to may be at most ${Math.floor(longest / DAY_MS)} days apart`);
  }
}
