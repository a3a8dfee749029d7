import { govern, type Governing } from "../policy/index.js";
import type { GovernedEvent, ValidEvent } from "./states.js";

/** Puts every value of an event in a public column, at a sealed level, or nowhere. Never throws. */
export function applyPolicy(valid: ValidEvent, governing: Governing): GovernedEvent {
  const { context, seq, event, received, occurred, skew } = valid;
  const { columns, sealed, notes, policy } = govern(valid, governing);
  return {
    state: "governed",
    context,
    seq,
    type: event.type,
    received,
    occurred,
    skew,
    columns,
    sealed,
    notes,
    policy,
  };
}
