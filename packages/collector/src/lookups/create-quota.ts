const MINUTE_MS = 60_000;

export interface Quota {
  /** @returns 0 where `who` may, which is counted; otherwise seconds until then. */
  take(who: string): number;
}

/**
 * Lets each do something so many times in a minute.
 *
 * @param most 0: no limit.
 */
export function createQuota({ most, now }: { readonly most: number; readonly now: () => number }): Quota {
  let counts = new Map<string, number>();
  let since = now();

  return {
    take(who) {
      if (most === 0) return 0;
      const time = now();
      // One window for all: those who wait are few, and none waits longer than a minute.
      if (time - since >= MINUTE_MS || time < since) {
        counts = new Map();
        since = time;
      }
      const count = (counts.get(who) ?? 0) + 1;
      if (count > most) return Math.max(1, Math.ceil((since + MINUTE_MS - time) / 1000));
      counts.set(who, count);
      return 0;
    },
  };
}
