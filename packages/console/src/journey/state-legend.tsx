import type { JourneyEvent } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { number } from "../format/number.js";
import { Captured } from "../text/captured.js";
import { LevelMark, StateChip } from "./field-chip.js";
import { FIELD_STATES, stateOf } from "./field-states.js";

/** What the states mean, and how many fields of this journey are in each. */
export function StateLegend(props: {
  readonly events: readonly JourneyEvent[];
  readonly clearance: string;
}): JSX.Element {
  const counts = new Map<string, number>();
  for (const { fields } of props.events) {
    for (const field of fields) {
      const { state } = stateOf(field.state);
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
  }
  // Beside the timeline it stays open; above it, on a phone, it would push the journey out of sight.
  const [wide] = useState(() => matchMedia("(min-width: 1081px)").matches);
  return (
    <details class="card legend" open={wide}>
      <summary>
        <h2>What you may see</h2>
        <span class="legend-clearance">
          Your clearance: <LevelMark level={props.clearance} />
        </span>
      </summary>
      <dl>
        {FIELD_STATES.map(({ state, means }) => (
          <div key={state}>
            <dt>
              <StateChip state={state} />
              <span class="legend-count">
                {number.whole(counts.get(state) ?? 0)}
                <span class="sr-only"> fields</span>
              </span>
            </dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">
        Each field also says its class, such as <Captured value="email" />, and the level that it is sealed at.
      </p>
    </details>
  );
}
