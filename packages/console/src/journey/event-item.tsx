import type { JourneyEvent, JourneyField } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { Icon } from "../parts/icon.js";
import { number } from "../format/number.js";
import { describeEvent } from "./describe-event.js";
import { EventTime } from "./event-time.js";
import { FieldValue } from "./field-chip.js";
import { FIELD_STATES, stateOf } from "./field-states.js";
import { Sentence } from "./sentence.js";

/** One event on the timeline. */
export function EventItem({ event, now }: { readonly event: JourneyEvent; readonly now: number }): JSX.Element {
  const { icon, tone, words } = describeEvent(event);
  return (
    <li class={`event event-${tone}`}>
      <span class="event-dot">
        <Icon name={icon} />
      </span>
      <div class="event-body">
        <div class="event-line">
          <span class="event-words">
            <Sentence words={words} limit={120} />
          </span>
          <EventTime at={event.occurred} now={now} />
        </div>
        {event.fields.length === 0 ? null : event.type === "hello" ? (
          // The page's context, the same at every page: there for whoever asks.
          <details class="event-more">
            <summary>{statesOf(event.fields)}</summary>
            <Fields fields={event.fields} />
          </details>
        ) : (
          <Fields fields={event.fields} />
        )}
      </div>
    </li>
  );
}

function Fields({ fields }: { readonly fields: readonly JourneyField[] }): JSX.Element {
  return (
    <div class="event-fields">
      {fields.map((field, index) => (
        <FieldValue key={index} field={field} name />
      ))}
    </div>
  );
}

/** @returns `3 fields: 2 shown, 1 withheld` */
function statesOf(fields: readonly JourneyField[]): string {
  const counts = FIELD_STATES.map(({ state }) => ({
    state,
    count: fields.filter((field) => stateOf(field.state).state === state).length,
  }));
  const words = counts.filter(({ count }) => count > 0).map(({ state, count }) => `${count} ${state}`);
  return `${number.of(fields.length, "field")}: ${words.join(", ")}`;
}
