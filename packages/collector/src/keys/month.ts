/** @returns `YYYY-MM`, UTC, of a time in milliseconds since 1970: the month that keys at rest belong to (DESIGN §7). */
export function monthOf(time: number): string {
  return new Date(time).toISOString().slice(0, 7);
}
