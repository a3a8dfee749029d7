const DAY = 24 * 3_600_000;

/** Days, that of receipt and the next six: what waits, waits for less than seven times 24 hours. */
const DAYS = 7;

/** @returns The oldest day (`YYYY-MM-DD`, UTC) whose refused records still wait. */
export function firstDayKept(now: number): string {
  return dayOf(now - (DAYS - 1) * DAY);
}

/** @returns When what was received then is gone at the latest: its day's key is destroyed. */
export function endOfWait(received: number): number {
  return Date.parse(dayOf(received)) + DAYS * DAY;
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
