import type { RecipientKey, RecipientState } from "../ports/catalog.js";
import type { KeyTurn, SiteKeys } from "../ports/recipients.js";
import { promote } from "./promote.js";

export interface Step {
  readonly kid: string;
  readonly to: RecipientState;
}

/** Brings a site's keys as far as their time has come, each by one step. */
export function advance(site: SiteKeys, at: number): KeyTurn & { readonly steps: readonly Step[] } {
  const changed: RecipientKey[] = [];
  const { keys, signing } = site;
  // Where sets are signed elsewhere, only such a set says which key is the first.
  const next = keys.find(({ state, due }) => state === "next" && due !== null && due <= at);
  if (next !== undefined && signing.wrapped !== null) changed.push(...promote(keys, next.kid, at));
  for (const key of keys) {
    if (key.state === "accepted" && key.due !== null && key.due <= at && isQuiet(site, key, at)) {
      changed.push({ ...key, state: "retired", since: at, due: null });
    } else if (key.state === "retired") {
      changed.push({ ...key, state: "destroyed", since: at, due: null, wrapped: null });
    }
  }
  return { change: changed, steps: changed.map(({ kid, state }) => ({ kid, to: state })) };
}

/** Whether nothing sealed to the key has arrived for as long as it was to be waited for. */
export function isQuiet(
  { lastUse }: Pick<SiteKeys, "lastUse">,
  { kid, since, quiet }: RecipientKey,
  at: number,
): boolean {
  return at - Math.max(since, lastUse.get(kid) ?? 0) >= quiet;
}

/** Whether `advance` may find something to do: asked of every key, without a transaction. */
export function mayAdvance({ state, due }: RecipientKey, at: number): boolean {
  return state === "retired" || ((state === "next" || state === "accepted") && due !== null && due <= at);
}
