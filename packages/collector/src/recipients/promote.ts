import type { RecipientKey } from "../ports/catalog.js";

/** @returns The keys that change, in their order, when `kid` becomes current: it, and the one before, which is only accepted now. */
export function promote(keys: readonly RecipientKey[], kid: string, at: number): RecipientKey[] {
  return keys.flatMap((key): RecipientKey[] => {
    if (key.kid === kid) return [{ ...key, state: "current", since: at, due: null }];
    if (key.state === "current") return [{ ...key, state: "accepted", since: at, due: at + key.grace }];
    return [];
  });
}
