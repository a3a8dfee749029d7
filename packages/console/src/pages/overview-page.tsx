import type { JSX } from "preact";
import { ask } from "../api/ask.js";
import { Breakdowns } from "../overview/breakdowns.js";
import { LiveFeed } from "../overview/live-feed.js";
import { Pulse } from "../overview/pulse.js";
import { readOverview } from "../overview/read-overview.js";
import { TrendCard } from "../overview/trend-card.js";
import { CoarseNote } from "../parts/coarse-note.js";
import { Failure } from "../parts/failure.js";
import { GeneratedChoice } from "../parts/generated-choice.js";
import { Nothing } from "../parts/nothing.js";
import { Page } from "../parts/page.js";
import { RangeChoice } from "../parts/range-choice.js";
import { Skeleton } from "../parts/skeleton.js";
import { useConsole } from "../state/console-context.js";
import { may } from "../state/may.js";
import { rangeWords, spanOf } from "../state/span-of.js";
import { useAnswer } from "../state/use-answer.js";
import { useRemembered } from "../state/use-remembered.js";

/** What is going on at a site, moving as events arrive. */
export function OverviewPage(): JSX.Element {
  const { session, site, range, live } = useConsole();
  const reads = may(session, "read-journeys");
  const [generated, setGenerated] = useRemembered("generated", ["with", "without"]);
  const { data, error, refresh } = useAnswer(
    `overview ${site.id} ${range} ${generated}`,
    (signal) => readOverview({ site: site.id, range, generated: generated === "with", now: Date.now() }, signal),
    live.beat,
  );
  // Asked for apart: a light question, whose answer should not wait for the figures.
  const latest = useAnswer(
    `latest ${site.id} ${range}`,
    (signal) => {
      const { from, to } = spanOf(range, Date.now());
      // Whoever may have counts alone is not told of single visitors.
      if (!reads) return Promise.resolve({ journeys: [], next: null });
      return ask.journeys({ site: site.id, from, to, limit: 24 }, signal);
    },
    live.beat,
  );
  const words = rangeWords(range);
  const journeys = latest.data?.journeys.filter((one) => generated === "with" || !one.generated);
  const empty = data?.events.total === 0 && journeys?.length === 0;
  const fault = error ?? latest.error;
  const retry = () => {
    refresh();
    latest.refresh();
  };

  return (
    <Page title="Overview" lead={<Pulse live={live} />} aside={<RangeChoice page="overview" />}>
      {fault === undefined ? null : <Failure error={fault} onRetry={retry} stale={data !== undefined} />}
      {data === undefined ? (
        error === undefined ? (
          <div class="overview">
            <div class="card">
              <Skeleton tall lines={2} />
            </div>
            <div class="card">
              <Skeleton lines={7} />
            </div>
          </div>
        ) : null
      ) : empty ? (
        <Nothing coarse={data.events.coarse} words={words} />
      ) : (
        <div class="overview">
          <CoarseNote coarse={data.events.coarse} />
          <TrendCard overview={data} words={words} />
          {reads ? <LiveFeed key={`${site.id} ${range}`} site={site.id} journeys={journeys} /> : null}
          <Breakdowns overview={data} words={words} />
        </div>
      )}
      <GeneratedChoice value={generated} onChange={setGenerated} />
    </Page>
  );
}
