import { UsageError } from "./errors.js";

/**
 * @param why What is said where it is no day.
 * @returns Milliseconds since 1970 of a day's beginning, UTC, written `YYYY-MM-DD`.
 * @throws {UsageError}
 */
export function parseDay(text: string, why: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time)) throw new UsageError(why);
  return time;
}
