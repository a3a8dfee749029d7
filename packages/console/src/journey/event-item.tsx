import type { JourneyEvent } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { Icon } from "../parts/icon.js";
import { describeEvent } from "./describe-event.js";
import { EventTime } from "./event-time.js";
import { FieldValue } from "./field-chip.js";
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
        {event.fields.length === 0 ? null : (
          <div class="event-fields">
            {event.fields.map((field) => (
              <FieldValue key={field.path} field={field} name />
            ))}
          </div>
        )}
      </div>
    </li>
  );
}
