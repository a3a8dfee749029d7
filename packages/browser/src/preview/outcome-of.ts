import type { Handled } from "./ask-policy.js";
import type { JudgedField, State } from "./judge-field.js";

export interface Outcome {
  readonly state: State;
  /** A few words for the field's badge. */
  readonly badge: string;
  /** The rest, for the list. */
  readonly detail: string;
}

/** Said by a shape too: nobody has to tell colours apart. */
export const SHAPES: { readonly [state in State]: string } = {
  captured: "●",
  "kept out": "◐",
  refused: "■",
  "left out": "✕",
};

/** @returns What becomes of a field's value, in the browser and then at the collector, in words. */
export function outcomeOf(judged: JudgedField, handled: Handled | undefined): Outcome {
  const { class: name, sign, why } = judged;
  const removed = /^(drop|never)$/.test(handled?.treatment ?? "");
  const dropped = judged.state === "captured" && removed;
  const state = dropped ? "refused" : judged.state;
  const policy = !handled
    ? ""
    : removed
      ? ` The policy says ${handled.treatment}, by ${handled.rule}.`
      : ` Of a value, the policy says ${handled.treatment} at ${handled.level}, by ${handled.rule}; seen: ${handled.viewing}.`;
  const told = `${name}, ${sign}`;
  const badge =
    state === "captured"
      ? `captured (${told})`
      : state === "refused"
        ? `refused (${dropped ? `${name}, by ${handled?.rule ?? ""}` : told})`
        : state === "left out"
          ? "left out: nothing is told"
          : "value kept out: only the interaction";
  const decided = dropped ? `${why}, and the collector drops it` : why;
  return { state, badge, detail: `${told}. ${decided[0]?.toUpperCase()}${decided.slice(1)}.${policy}` };
}
