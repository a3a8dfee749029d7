import type { JourneyField } from "@wayseal/collector/api";
import type { IconName } from "../parts/icon.js";

export type FieldState = JourneyField["state"];

/** The states in the order in which they are told, with what each means. */
export const FIELD_STATES: readonly {
  readonly state: FieldState;
  readonly icon: IconName;
  readonly means: string;
}[] = [
  { state: "shown", icon: "eye", means: "Your clearance reaches this field, and its value is decrypted for you." },
  {
    state: "masked",
    icon: "mask",
    means: "You see that it is there and its kind, not the value. The mask never tells its length.",
  },
  { state: "withheld", icon: "lock", means: "Sealed above your clearance. It was not decrypted for this page." },
  { state: "removed", icon: "cut", means: "Destroyed on the way in. Nobody can ever see it: it was never stored." },
  {
    state: "unreadable",
    icon: "broken",
    means: "Its key is gone, because the person was erased or its time was over.",
  },
  { state: "uncaptured", icon: "never", means: "Never taken from the page: the site did not allow it." },
];

/** @returns The entry of a state; that of `withheld` for one that this console does not know, which is the strictest. */
export function stateOf(state: string): (typeof FIELD_STATES)[number] {
  return FIELD_STATES.find((one) => one.state === state) ?? (FIELD_STATES[2] as (typeof FIELD_STATES)[number]);
}
