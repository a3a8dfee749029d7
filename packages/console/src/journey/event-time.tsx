import type { JSX } from "preact";
import { time } from "../format/time.js";

/** When an event happened: the clock, and how long ago. */
export function EventTime({ at, now }: { readonly at: number; readonly now: number }): JSX.Element {
  const iso = time.iso(at);
  return (
    <time class="event-time" {...(iso === undefined ? {} : { dateTime: iso })} title={time.exact(at)}>
      <span>{time.clockSeconds(at)}</span> <span class="event-ago">{time.ago(at, now)}</span>
    </time>
  );
}
