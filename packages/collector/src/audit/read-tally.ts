import type { JourneyEvent } from "../api.js";

/** Whose reading is written down. A level that this version does not know counts as the strictest. */
const OPEN = new Set(["public", "internal"]);

/** What confidential or restricted data pages of events show, in full or masked. */
export interface ReadTally {
  add(page: { readonly events: readonly JourneyEvent[]; readonly policy: number }): void;
  /** Null where they show nothing of the kind. */
  sum(): ReadSum | null;
}

export interface ReadSum {
  /** Each once: a page has more fields than an entry may have classes. */
  readonly classes: readonly string[];
  /** Version of the policy that decided, the last one where it was several. */
  readonly policy: number;
  /** All of them, the oldest first. */
  readonly policies: readonly number[];
  readonly shown: number;
  readonly masked: number;
}

export function readTally(): ReadTally {
  const classes = new Set<string>();
  const policies = new Set<number>();
  const counts = { shown: 0, masked: 0 };
  return {
    add({ events, policy }) {
      for (const field of events.flatMap(({ fields }) => fields)) {
        const { level, state } = field;
        if (OPEN.has(level) || (state !== "shown" && state !== "masked")) continue;
        classes.add(field.class);
        policies.add(policy);
        counts[state]++;
      }
    },
    sum() {
      const versions = [...policies].sort((one, other) => one - other);
      const policy = versions.at(-1);
      return policy === undefined ? null : { classes: [...classes], policy, policies: versions, ...counts };
    },
  };
}
