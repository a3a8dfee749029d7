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
  const wait = /^\d+$/.test(field.trim()) ? Number(field) * 1000 : Date.parse(field) - now;
  return Number.isNaN(wait) ? null : Math.min(CAP, Math.max(0, wait));
}
