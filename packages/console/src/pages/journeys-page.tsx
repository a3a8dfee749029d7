import type { JourneyList, JourneySummary } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { ask } from "../api/ask.js";
import { JourneyList as List } from "../journey/journey-list.js";
import { Answered } from "../parts/answered.js";
import { Failure } from "../parts/failure.js";
import { GeneratedChoice } from "../parts/generated-choice.js";
import { InstallTag } from "../parts/install-tag.js";
import { Page } from "../parts/page.js";
import { RangeChoice } from "../parts/range-choice.js";
import { useConsole } from "../state/console-context.js";
import { rangeWords, spanOf } from "../state/span-of.js";
import { useAnswer } from "../state/use-answer.js";
import { useOlder } from "../state/use-older.js";
import { useRemembered } from "../state/use-remembered.js";

const LIMIT = 50;
const NONE: readonly JourneySummary[] = [];

/** Journeys of a site, newest first. The first page follows events; older pages are added below it on request. */
export function JourneysPage(): JSX.Element {
  const { site, range, live } = useConsole();
  const key = `journeys ${site.id} ${range}`;
  const [generated, setGenerated] = useRemembered("generated", ["with", "without"]);
  const answer = useAnswer(
    key,
    (signal) => ask.journeys({ site: site.id, ...within(range), limit: LIMIT }, signal),
    live.beat,
  );
  const { data } = answer;
  const older = useOlder<JourneyList>(key);
  const shownOlder = older.pages.flatMap(({ journeys }) => journeys);
  const all = unique([...(data?.journeys ?? NONE), ...shownOlder]);
  const shown = all.filter((journey) => generated === "with" || !journey.generated);
  const next = older.pages.length > 0 ? older.pages.at(-1)?.next : data?.next;
  const more = () => {
    if (typeof next === "string") {
      void older.read((signal) =>
        ask.journeys({ site: site.id, ...within(range), limit: LIMIT, cursor: next }, signal),
      );
    }
  };

  return (
    <Page
      title="Journeys"
      lead={<p>Each row is one visitor, under a pseudonym. Newest first.</p>}
      aside={<RangeChoice page="journeys" />}
    >
      <div class="toolbar">
        <GeneratedChoice value={generated} onChange={setGenerated} />
      </div>
      <Answered answer={answer} lines={9}>
        {() =>
          all.length === 0 ? (
            <InstallTag words={rangeWords(range)} />
          ) : shown.length === 0 && typeof next !== "string" ? (
            <p class="card quiet">All journeys of the {rangeWords(range)} were generated. Include them to see them.</p>
          ) : (
            <List journeys={shown} site={site.id} />
          )
        }
      </Answered>
      {older.error === undefined ? null : <Failure error={older.error} onRetry={more} />}
      {typeof next === "string" && data !== undefined ? (
        <button type="button" class="button more" disabled={older.loading} onClick={more}>
          {older.loading ? "Reading…" : "Older journeys"}
        </button>
      ) : null}
    </Page>
  );
}

function within(range: Parameters<typeof spanOf>[0]): { from: number; to: number } {
  const { from, to } = spanOf(range, Date.now());
  return { from, to };
}

/** A journey that moved between two reads is in both; the newer one is first. */
function unique(journeys: readonly JourneySummary[]): JourneySummary[] {
  const seen = new Set<string>();
  return journeys.filter(({ subject }) => !seen.has(subject) && seen.add(subject));
}
