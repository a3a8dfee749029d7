import type { JourneyEvent } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { duration } from "../format/duration.js";
import { number } from "../format/number.js";
import { time } from "../format/time.js";
import { Captured } from "../text/captured.js";
import { EventItem } from "./event-item.js";
import { FormCard } from "./form-card.js";
import { groupEvents, type PageStay, type StayItem, type Visit } from "./group-events.js";
import { identity } from "./merge-events.js";
import { namePages } from "./name-pages.js";

/** A journey from its first event to its last, by visit and page. */
export function Timeline({
  events,
  now,
}: {
  readonly events: readonly JourneyEvent[];
  readonly now: number;
}): JSX.Element {
  const visits = useMemo(() => groupEvents(events), [events]);
  const naming = useMemo(() => namePages(events.map(({ page }) => page)), [events]);
  return (
    <div class="timeline">
      {visits.map((visit, index) => (
        <VisitPart key={`${visit.session} ${index}`} visit={visit} number={index + 1} now={now} naming={naming} />
      ))}
    </div>
  );
}

function VisitPart(props: {
  readonly visit: Visit;
  readonly number: number;
  readonly now: number;
  readonly naming: (page: string) => string;
}): JSX.Element {
  const { visit, now, naming } = props;
  const events = visit.pages.flatMap(({ items }) => items.flatMap(eventsOf));
  const first = events[0]?.occurred ?? NaN;
  const last = events.at(-1)?.occurred ?? NaN;
  return (
    <section class="visit" aria-label={`Visit ${props.number}`}>
      <header class="visit-head">
        <h2>Visit {props.number}</h2>
        <p>
          {time.day(first, now)} · {duration(last - first)} · {number.of(visit.pages.length, "page")} ·{" "}
          {number.of(events.length, "event")}
        </p>
      </header>
      {visit.pages.map((stay, index) => (
        <Stay key={index} stay={stay} now={now} name={naming(stay.page)} />
      ))}
    </section>
  );
}

function Stay(props: { readonly stay: PageStay; readonly now: number; readonly name: string }): JSX.Element {
  const { stay, now, name } = props;
  return (
    <div class="stay">
      <h3 class="stay-page">
        <Captured value={name} limit={90} />
      </h3>
      <ol class="events">
        {stay.items.map((item) =>
          item.kind === "form" && item.life.outcome !== "seen" ? (
            <FormCard key={keyOf(item)} life={item.life} now={now} />
          ) : (
            // A form that was only seen is as small a matter as any other event.
            eventsOf(item).map((event) => <EventItem key={identity(event)} event={event} now={now} />)
          ),
        )}
      </ol>
    </div>
  );
}

function eventsOf(item: StayItem): readonly JourneyEvent[] {
  return item.kind === "form" ? item.life.events : [item.event];
}

function keyOf(item: StayItem): string {
  const [first] = eventsOf(item);
  return first === undefined ? "" : identity(first);
}
