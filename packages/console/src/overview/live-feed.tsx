import type { JourneySummary } from "@wayseal/collector/api";
import type { ComponentChildren, JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { JourneyRow } from "../journey/journey-row.js";
import { Card } from "../parts/card.js";
import { Skeleton } from "../parts/skeleton.js";
import { formatRoute } from "../route/format-route.js";
import { useNow } from "../state/use-now.js";

const ROWS = 5;

/** The latest journeys; one that has moved since the last look is marked for a moment. */
export function LiveFeed(props: {
  readonly site: string;
  /** Undefined while they are on their way. */
  readonly journeys: readonly JourneySummary[] | undefined;
}): JSX.Element {
  const now = useNow(5_000);
  const seen = useRef<ReadonlyMap<string, number> | null>(null);
  const before = seen.current;
  if (props.journeys !== undefined) seen.current = new Map(props.journeys.map(({ subject, last }) => [subject, last]));
  return (
    <Card
      title="Latest journeys"
      class="feed"
      aside={
        <a class="more-link" href={formatRoute({ page: "journeys", site: props.site })}>
          All journeys
        </a>
      }
    >
      {props.journeys === undefined ? (
        <Skeleton lines={7} />
      ) : props.journeys.length === 0 ? (
        <p class="quiet">Nobody came by in this time.</p>
      ) : (
        <ul class="journey-rows journey-rows-small">
          {props.journeys.slice(0, ROWS).map((journey) => (
            // Another key for another last event: the mark begins anew.
            <Fresh
              key={`${journey.subject} ${journey.last}`}
              mark={before !== null && before.get(journey.subject) !== journey.last}
            >
              <JourneyRow journey={journey} site={props.site} now={now} small />
            </Fresh>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Keeps the mark that it began with, however often the list is drawn again. */
function Fresh(props: { readonly mark: boolean; readonly children: ComponentChildren }): JSX.Element {
  const [mark] = useState(props.mark);
  return <li class={mark ? "fresh" : ""}>{props.children}</li>;
}
