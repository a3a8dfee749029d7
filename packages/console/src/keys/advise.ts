import type { KeysAnswer } from "@wayseal/collector/api";
import { turnOf } from "./turn-of.js";

export interface KeyAdvice {
  readonly id: "refresh" | "waiting" | "overdue" | "compromised" | "unsigned" | "ready" | "none";
  readonly words: string;
  /** The command that does it. */
  readonly command: string | null;
}

/** A recipient key in one of these opens what arrives. */
const OPENING = ["next", "current", "accepted"];
/** Milliseconds before a set expires in which another must be signed. `doctor` says so as early. */
const SOON = 3 * 86_400_000;

/** What somebody who looks after keys should do about these now. */
export function advise({ site, keks, recipients, signing, others }: KeysAnswer, now: number): readonly KeyAdvice[] {
  const advice: KeyAdvice[] = [];
  const left = keks.filter(({ destroyed, moving }) => destroyed > 0 && !moving);
  if (left.length > 0) {
    const keys = left.reduce((sum, { destroyed }) => sum + destroyed, 0);
    advice.push({
      id: "refresh",
      words:
        `${keys} ${keys === 1 ? "key" : "keys"} of people or months that were erased lay under ${left.length} ` +
        `${left.length === 1 ? "storage key that is" : "storage keys that are"} still here. A refresh replaces them, so ` +
        "that old copies open with nothing.",
      command: `wayseal keys refresh --site ${site}`,
    });
  }
  // One row for each level that they are sealed to.
  const waits = others.reduce((sum, { purpose, needs }) => sum + (purpose === "pending-index" ? (needs ?? 0) : 0), 0);
  if (waits > 0) {
    advice.push({
      id: "waiting",
      words:
        `${waits} ${waits === 1 ? "value waits" : "values wait"} for an index, and nobody is found by ` +
        `${waits === 1 ? "it" : "them"}: a collector took them in that may not index. One that holds the level does it within a ` +
        "minute of its start; the command does it without one.",
      command: "wayseal index",
    });
  }
  if (recipients.some(({ compromised, state }) => compromised !== null && OPENING.includes(state))) {
    advice.push({
      id: "compromised",
      words: "A recipient key that was reported as compromised still opens what arrives.",
      command: `wayseal keys list --site ${site}`,
    });
  }
  if (recipients.some((key) => (turnOf(key) ?? now) < now)) {
    advice.push({
      id: "overdue",
      words: "A recipient key's turn has come. The collector makes it by itself; if this stays, look at its log.",
      command: null,
    });
  }
  const unsigned = signing === null || signing.held ? null : whyToSign(signing, now);
  if (unsigned !== null) {
    advice.push({
      id: "unsigned",
      words: `The signing key is kept elsewhere, and ${unsigned}. Take the set there, sign it, and publish it here.`,
      command: `wayseal keys set --site ${site}, keys sign, keys publish`,
    });
  }
  if (recipients.some(({ ready }) => ready !== null && ready <= now)) {
    advice.push({
      id: "ready",
      words:
        "Browsers know the next recipient key. It becomes current by a set that names it first, signed where that is done.",
      command: `wayseal keys set --site ${site} --next-first, keys sign, keys publish`,
    });
  }
  if (recipients.length === 0) {
    advice.push({ id: "none", words: "This site has no recipient key: browsers can seal nothing.", command: null });
  }
  return advice;
}

/** @returns Why a set that is signed elsewhere must be signed again, or null. */
function whyToSign({ signedUntil, tellsPolicy }: NonNullable<KeysAnswer["signing"]>, now: number): string | null {
  if (signedUntil === null) return "no key set is served until one is signed";
  if (signedUntil <= now) return "the key set that is served has expired";
  if (signedUntil - now < SOON) return "the key set that is served expires within three days";
  return tellsPolicy === true ? null : "the key set that is served tells browsers another policy than the one in force";
}
