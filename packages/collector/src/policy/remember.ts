import type { Policy } from "./compile-policy.js";
import type { Place } from "./matches.js";

/** Answers of one kind that were worked out before, for as long as their policy is held. */
export type Remembered<T> = (policy: Policy, key: string, make: () => T) => T;

/** Senders choose names, so what is remembered is bounded; a site has some hundred. */
const MOST = 16_384;

/** Remembers what a policy says of a place: it says the same each time, and working it out takes longer than a decryption. */
export function remember<T>(): Remembered<T> {
  const known = new WeakMap<Policy, Map<string, T>>();
  return (policy, key, make) => {
    let all = known.get(policy);
    if (all === undefined) known.set(policy, (all = new Map<string, T>()));
    let found = all.get(key);
    if (found === undefined) {
      if (all.size >= MOST) all.clear();
      all.set(key, (found = make()));
    }
    return found;
  };
}

/** @returns A key under which a place and whose law holds there stand; a part that is not given is none that is empty. */
export function placeKey({ site, form, field, property }: Place, places: readonly string[]): string {
  const said = (part: string | undefined) => part ?? "\u0001";
  return `${site}\0${said(form)}\0${said(field)}\0${said(property)}\0${places.join(" ")}`;
}
