import type { PluginContext } from "../plugin.js";
import type { Verdict } from "./verdict.js";

/**
 * Passes on what a consent platform says. A platform that is silent for too long, or asks before it has given a choice on
 * this page, counts as a refusal: what the visitor chose on an earlier page may no longer hold.
 *
 * @param patience Milliseconds from now in which the platform must give a choice.
 * @returns Takes each verdict. It never throws.
 */
export function relayConsent(
  { window, consent, onStop }: Pick<PluginContext, "window" | "consent" | "onStop">,
  patience: number,
): (verdict: Verdict) => void {
  let decided = false;
  let stopped = false;
  const timer = window.setTimeout(() => {
    if (!decided) consent("none");
  }, patience);
  onStop(() => {
    stopped = true;
    window.clearTimeout(timer);
  });
  return (verdict) => {
    if (stopped || verdict === null) return;
    if (verdict !== "asking") {
      decided = true;
      consent(verdict);
    } else if (!decided) {
      consent("none");
    }
  };
}
