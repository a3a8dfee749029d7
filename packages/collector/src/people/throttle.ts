import { AccessError } from "./errors.js";

interface Rule {
  /** Failures that cost nothing. */
  readonly free: number;
  /** The longest wait, milliseconds. */
  readonly longest: number;
}

/** One account from one address: what a person who forgot a password and a simple guesser do. */
const PAIR: Rule = { free: 5, longest: 15 * 60_000 };
/** One account from anywhere. The wait stays short, so that a stranger cannot lock a person out for good. */
const ACCOUNT: Rule = { free: 20, longest: 60_000 };
/** One address, whatever the account: one password tried on many people. */
const ADDRESS: Rule = { free: 30, longest: 15 * 60_000 };

/** Failures are forgotten after this long without another. */
const MEMORY_MS = 24 * 3_600_000;
const MOST_ENTRIES = 20_000;

interface Count {
  failures: number;
  until: number;
  last: number;
}

export interface Throttle {
  /**
   * Counts a try as failed before it is made, so that guesses sent at once do not slip through together.
   *
   * @throws {AccessError} `slow-down`: it must not be made yet. That is not counted.
   */
  begin(account: string, address: string): void;
  /** The try was right: what it and earlier ones cost is forgotten. */
  succeed(account: string, address: string): void;
}

/** Makes repeated wrong sign-ins wait longer and longer, per account and address, for known and unknown people alike. */
export function createThrottle({ now = Date.now }: { now?: () => number } = {}): Throttle {
  const counts = new Map<string, Count>();

  const rules = (account: string, address: string): readonly (readonly [string, Rule])[] => [
    [`pair ${account} ${address}`, PAIR],
    [`account ${account}`, ACCOUNT],
    [`address ${address}`, ADDRESS],
  ];

  return {
    begin(account, address) {
      const time = now();
      const held = rules(account, address).map(([key]) => live(counts, key, time)?.until ?? 0);
      const wait = Math.max(...held) - time;
      if (wait > 0) {
        throw new AccessError("slow-down", "Too many wrong tries: wait a little", Math.ceil(wait / 1000));
      }
      for (const [key, rule] of rules(account, address)) {
        const count = live(counts, key, time) ?? { failures: 0, until: 0, last: time };
        count.failures++;
        count.last = time;
        if (count.failures >= rule.free) {
          count.until = time + Math.min(rule.longest, 1000 * 2 ** Math.min(count.failures - rule.free, 20));
        }
        // Setting anew moves the key to the end: the map's head is the oldest.
        counts.delete(key);
        counts.set(key, count);
      }
      while (counts.size > MOST_ENTRIES) {
        const oldest = counts.keys().next();
        if (oldest.done === true) break;
        counts.delete(oldest.value);
      }
    },
    succeed(account, address) {
      const [pair, forAccount, forAddress] = rules(account, address).map(([key]) => key);
      if (pair !== undefined) counts.delete(pair);
      // One right sign-in must not wipe an address's or another guesser's failures: take back this try's only.
      for (const key of [forAccount, forAddress]) {
        const count = key === undefined ? undefined : counts.get(key);
        if (count !== undefined) {
          count.failures = Math.max(0, count.failures - 1);
          count.until = 0;
        }
      }
    },
  };
}

function live(counts: Map<string, Count>, key: string, time: number): Count | undefined {
  const count = counts.get(key);
  if (count !== undefined && time - count.last > MEMORY_MS) {
    counts.delete(key);
    return undefined;
  }
  return count;
}
