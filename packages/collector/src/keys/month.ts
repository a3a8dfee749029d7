const DAY = 24 * 3600 * 1000;
let last = { day: Number.NaN, month: "" };

/** @returns `YYYY-MM`, UTC, of a time in milliseconds since 1970: the month that keys at rest belong to (docs/storage.md). */
export function monthOf(time: number): string {
  const day = Math.floor(time / DAY);
  if (day !== last.day) last = { day, month: new Date(time).toISOString().slice(0, 7) };
  return last.month;
}
