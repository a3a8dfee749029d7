import type { TrendsAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { Icon } from "./icon.js";

/** Says that numbers are rounded and small groups left out, and why; nothing where they are exact. */
export function CoarseNote({ coarse }: { readonly coarse: TrendsAnswer["coarse"] }): JSX.Element | null {
  if (coarse === undefined) return null;
  const { least, nearest } = coarse;
  return (
    <p class="coarse-note" role="note">
      <Icon name="mask" />
      <span>
        Numbers are rounded to the nearest {nearest}, and groups of fewer than {least} people are left out or shown as
        0: at your clearance counts must not tell what a single visitor did.
      </span>
    </p>
  );
}
