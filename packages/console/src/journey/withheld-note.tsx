import type { JourneySummary } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { Icon } from "../parts/icon.js";

/** Says which columns of a journey this viewer may not see, and by which rule; nothing where there are none. */
export function WithheldNote({ withheld }: { readonly withheld: JourneySummary["withheld"] }): JSX.Element | null {
  const columns = Object.entries(withheld ?? {});
  if (columns.length === 0) return null;
  return (
    <div class="coarse-note" role="note">
      <Icon name="mask" />
      <div>
        Withheld from you:
        <ul class="withheld-columns">
          {columns.map(([column, rule]) => (
            <li key={column}>
              <b>{column}</b>. {rule}.
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
