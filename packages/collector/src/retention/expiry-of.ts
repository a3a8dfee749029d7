import { monthOf } from "../keys/month.js";
import type { Expiry } from "../ports/retention.js";
import type { Retention } from "../settings/settings.js";

const DAY_MS = 86_400_000;

/** What has expired at a time. A month has when its last event is as old as the level is kept. */
export interface Expired {
  readonly levels: Expiry;
  /**
   * The month, `YYYY-MM`, before which rows have expired: nothing of them is left to read, and their public columns
   * have outlived their own retention. Null: none has.
   */
  readonly rows: string | null;
}

export function expiryOf({ public: columns, internal, confidential, restricted }: Retention, now: number): Expired {
  // The month of a time that long ago has not ended then, so the months before it are those that have.
  const before = (days: number | null) => (days === null ? null : monthOf(now - days * DAY_MS));
  const levels = { internal: before(internal), confidential: before(confidential), restricted: before(restricted) };
  return { levels, rows: earliest([...Object.values(levels), before(columns)]) };
}

/** @returns The month before one that is `YYYY-MM`. */
export function previousMonth(month: string): string {
  return monthOf(Date.parse(`${month}-01T00:00:00Z`) - 1);
}

/** Null is never, which is later than any. */
function earliest(months: readonly (string | null)[]): string | null {
  const known = months.filter((month) => month !== null).sort();
  return known.length === months.length ? (known[0] ?? null) : null;
}
