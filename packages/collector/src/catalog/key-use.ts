import type { RecipientUse } from "../ports/recipients.js";

/** What a group adds to the use of recipient keys: one row a key and day, however many requests. */
export interface KeyUse {
  /** Something that was sealed to the key arrived. */
  arrive(kid: string, day: string, at: number): void;
  add(kid: string, day: string, what: "streams" | "events"): void;
  changes(): readonly RecipientUse[];
}

export function createKeyUse(): KeyUse {
  const rows = new Map<string, { -readonly [Column in keyof RecipientUse]: RecipientUse[Column] }>();
  return {
    arrive(kid, day, at) {
      const row = rows.get(`${kid} ${day}`);
      if (row === undefined) rows.set(`${kid} ${day}`, { kid, day, streams: 0, events: 0, first: at, last: at });
      else if (at > row.last) row.last = at;
      else if (at < row.first) row.first = at;
    },
    add(kid, day, what) {
      const row = rows.get(`${kid} ${day}`);
      if (row !== undefined) row[what]++;
    },
    changes: () => [...rows.values()],
  };
}
