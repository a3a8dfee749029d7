import type { RevealAnswer } from "@wayseal/collector/api";

const STATES: Readonly<Record<RevealAnswer["state"], { readonly words: string; readonly tone: string }>> = {
  asked: { words: "waits for approval", tone: "tone-warn" },
  active: { words: "active", tone: "tone-good" },
  refused: { words: "refused", tone: "tone-bad" },
  lapsed: { words: "lapsed", tone: "" },
  revoked: { words: "revoked", tone: "" },
  ended: { words: "ended", tone: "" },
};

/** Why somebody looks, as whoever approves reads it. */
export const PURPOSES: Readonly<Record<RevealAnswer["purpose"], string>> = {
  analysis: "Understand and improve the site",
  support: "Help this customer",
  fraud: "Look into fraud",
  security: "Look into a fault or an attack",
  legal: "Meet a legal duty",
  "data-request": "Answer a person's request",
};

/** What a state is called. A grant whose time is over has ended, whether or not the collector has said so yet. */
export function stateOf(
  { state, expires }: RevealAnswer,
  now: number,
): { readonly words: string; readonly tone: string } {
  return state === "active" && expires !== null && expires <= now
    ? STATES.ended
    : (STATES[state] ?? { words: state, tone: "" });
}

/** How much is left of a live grant, in words. */
export function leftOf({ expires, reads, used }: RevealAnswer, now: number): string {
  const minutes = Math.max(0, Math.ceil(((expires ?? now) - now) / 60_000));
  return `${minutes} min and ${Math.max(0, reads - used)} of ${reads} reads left`;
}
