/** However long a collector asks for, an SDK comes back within the hour. */
const CAP = 3_600_000;

/**
 * Reads a Retry-After field (RFC 9110 §10.2.3): seconds or a date.
 *
 * @param now Wall clock, milliseconds since 1970.
 * @returns Milliseconds to wait, 0 to one hour; null where there is none that can be read.
 */
export function readRetryAfter(field: string | null, now: number): number | null {
  if (!field) return null;
  // Engines read a date into nearly anything with a digit; an HTTP date begins with a weekday.
  const wait = /^\s*[a-z]/i.test(field) ? Date.parse(field) - now : Number(/^\s*\d+\s*$/.exec(field) ?? NaN) * 1000;
  return Number.isNaN(wait) ? null : Math.min(CAP, Math.max(0, wait));
}
