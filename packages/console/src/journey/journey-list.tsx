import type { JourneySummary } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { useNow } from "../state/use-now.js";
import { JourneyRow } from "./journey-row.js";

/** A list in which arrows, Home, End, j and k move, and which takes one stop in the order of tabbing. */
export function JourneyList(props: {
  readonly journeys: readonly JourneySummary[];
  readonly site: string;
}): JSX.Element {
  const { journeys, site } = props;
  const now = useNow();
  const list = useRef<HTMLUListElement>(null);
  const [active, setActive] = useState(journeys[0]?.subject);
  const known = journeys.some(({ subject }) => subject === active) ? active : journeys[0]?.subject;

  const move = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const links = [...(list.current?.querySelectorAll<HTMLElement>("a.journey-row") ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    const to = target(event.key, at, links.length);
    if (to === null) return;
    event.preventDefault();
    links[to]?.focus();
  };

  return (
    <ul class="card journey-rows" ref={list} aria-label="Journeys" onKeyDown={move}>
      {journeys.map((journey) => (
        <li key={journey.subject} onFocusIn={() => setActive(journey.subject)}>
          <JourneyRow journey={journey} site={site} now={now} tabIndex={journey.subject === known ? 0 : -1} />
        </li>
      ))}
    </ul>
  );
}

function target(key: string, at: number, count: number): number | null {
  switch (key) {
    case "ArrowDown":
    case "j":
      return Math.min(count - 1, at + 1);
    case "ArrowUp":
    case "k":
      return Math.max(0, at - 1);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}
