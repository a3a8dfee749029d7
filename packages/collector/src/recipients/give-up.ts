import type { RecipientKey } from "../ports/catalog.js";
import type { KeyTurn, SiteKeys } from "../ports/recipients.js";

export interface GiveUpOptions {
  readonly kid: string;
  readonly at: number;
  /** Whether others have it. */
  readonly compromised: boolean;
  /** A new key of the site, for where the first one of its set goes. */
  readonly fresh: RecipientKey;
}

/**
 * Takes a key out of use at once, whatever depends on it. Where it was the current one, the new one takes its place at
 * once, and not the next one, if there is one: that was kept where this one was.
 */
export function giveUp({ keys, signing }: SiteKeys, { kid, at, compromised, fresh }: GiveUpOptions): KeyTurn {
  const key = keys.find((key) => key.kid === kid);
  if (key === undefined) return {};
  const marked = { ...key, compromised: compromised ? (key.compromised ?? at) : key.compromised };
  if (key.state === "retired" || key.state === "destroyed") return { change: [marked] };
  const change: RecipientKey[] = [{ ...marked, state: "retired", since: at, due: null }];
  if (signing.wrapped !== null) {
    return { change, add: key.state === "current" ? [{ ...fresh, state: "current", since: at, due: null }] : [] };
  }
  // A set that still names it must not be served; another waits to be signed elsewhere.
  const isServed = key.state === "current" || (key.state === "next" && key.due !== null);
  const waits = keys.some(({ kid: other, state }) => state === "next" && other !== kid);
  return {
    change,
    add: isServed && !waits ? [{ ...fresh, state: "next", since: at, due: null }] : [],
    ...(isServed && { signedSet: null }),
  };
}
