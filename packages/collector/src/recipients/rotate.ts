import type { RecipientKey } from "../ports/catalog.js";
import type { KeyTurn, SiteKeys } from "../ports/recipients.js";
import { promote } from "./promote.js";

export interface RotateOptions {
  /** A new key of the site; its state is given here. */
  readonly fresh: RecipientKey;
  readonly at: number;
  /** Milliseconds for which a browser may use a key set. */
  readonly lifetime: number;
  /** Of the key that is replaced. */
  readonly overlap: Pick<RecipientKey, "grace" | "quiet">;
  /** Make it the first key of the set at once: the one that waits already, if there is one. */
  readonly now: boolean;
}

/** Publishes a new key beside the current one, whose place it takes once no browser has a set without it. */
export function rotate({ keys, signing }: SiteKeys, options: RotateOptions): KeyTurn {
  const { fresh, at, lifetime, overlap, now } = options;
  const current = keys.find(({ state }) => state === "current");
  const waiting = keys.find(({ state }) => state === "next");
  const isHeld = signing.wrapped !== null;
  const due = isHeld ? at + lifetime : null;
  const replaced = current === undefined ? [] : [{ ...current, ...overlap }];
  if (!now || !isHeld) {
    return { add: [{ ...fresh, state: "next", since: at, due }], change: replaced };
  }
  if (waiting !== undefined) return { change: promote([...replaced, waiting], waiting.kid, at) };
  const [made, ...rest] = promote([{ ...fresh, state: "next" }, ...replaced], fresh.kid, at);
  return { add: made === undefined ? [] : [made], change: rest };
}
