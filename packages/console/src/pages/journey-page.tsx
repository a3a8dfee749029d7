import type { Journey } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useCallback, useRef, useState } from "preact/hooks";
import { readJourney } from "../journey/read-journey.js";
import { GeneratedBadge, shortSubject } from "../journey/journey-row.js";
import { Sentence } from "../journey/sentence.js";
import { StateLegend } from "../journey/state-legend.js";
import { summarise, whereabouts } from "../journey/summarise.js";
import { Timeline } from "../journey/timeline.js";
import { WithheldNote } from "../journey/withheld-note.js";
import { number } from "../format/number.js";
import { CopyButton } from "../parts/copy-button.js";
import { Failure } from "../parts/failure.js";
import { Icon } from "../parts/icon.js";
import { Page } from "../parts/page.js";
import { JourneyReveal } from "../reveals/journey-reveal.js";
import { SealMark } from "../parts/seal-mark.js";
import { Skeleton } from "../parts/skeleton.js";
import { formatRoute } from "../route/format-route.js";
import { useConsole } from "../state/console-context.js";
import { useAnswer } from "../state/use-answer.js";
import { useNow } from "../state/use-now.js";
import { Captured } from "../text/captured.js";

/** One journey, decrypted to the viewer's clearance, growing as events arrive. */
export function JourneyPage({ site, subject }: { readonly site: string; readonly subject: string }): JSX.Element {
  const { session, live } = useConsole();
  const now = useNow(5_000);
  const known = useRef<Journey | undefined>(undefined);
  const [pages, setPages] = useState(2);
  const [using, setUsing] = useState<string>();
  const [ended, setEnded] = useState(false);
  const beat = useRef(live.beat);
  if (using === undefined) beat.current = live.beat;
  // What was revealed must not stay in view when it is over.
  const use = useCallback((id: string | undefined, ended = false) => {
    if (id === undefined) known.current = undefined;
    setUsing(id);
    setEnded(ended);
  }, []);
  const { data, error, loading, refresh } = useAnswer(
    `journey ${site} ${subject} ${pages} ${using ?? ""}`,
    async (signal) =>
      (known.current = await readJourney(
        { site, subject, pages, ...(using === undefined ? {} : { reveal: using }) },
        signal,
      )),
    // Each read with a reveal is counted: it is made on purpose only.
    beat.current,
  );
  // Reading more pages is another question, but what is known stays in view meanwhile.
  const journey = data ?? known.current;
  const summary = journey?.summary;

  return (
    <Page
      title={`Visitor ${shortSubject(subject)}`}
      lead={
        <a class="back-link" href={formatRoute({ page: "journeys", site })}>
          <Icon name="back" size={14} /> All journeys
        </a>
      }
    >
      {error === undefined ? null : <Failure error={error} onRetry={refresh} stale={journey !== undefined} />}
      {journey === undefined || summary === undefined ? (
        error === undefined ? (
          <div class="card">
            <Skeleton lines={8} />
          </div>
        ) : null
      ) : (
        <div class="journey">
          <section class="card journey-head" aria-label="In short">
            <SealMark subject={subject} size={64} />
            <div>
              <p class="journey-summary">
                <Sentence words={summarise(summary)} limit={80} />
              </p>
              <p class="journey-meta">
                <span class="mono subject" id="subject">
                  {subject}
                </span>
                {whereabouts(summary) === "" ? null : <Captured value={whereabouts(summary)} limit={60} />}
                <span>{number.of(summary.events, "event")}</span>
                {summary.generated ? <GeneratedBadge /> : null}
              </p>
            </div>
            <CopyButton text={subject} label="Copy id" fallback="subject" />
          </section>
          <WithheldNote withheld={summary.withheld} />
          <JourneyReveal journey={journey} using={using} error={error} ended={ended} onUse={use} />
          <StateLegend events={journey.events} clearance={session.clearance} />
          <div class="journey-time">
            <Timeline events={journey.events} now={now} />
            {journey.next === null ? (
              <p class="timeline-end" aria-live="polite">
                {live.state === "live" ? "Up to now. New events appear here." : "Up to the last read."}
              </p>
            ) : (
              <button type="button" class="button more" disabled={loading} onClick={() => setPages(pages + 2)}>
                {loading ? "Reading…" : "Later events"}
              </button>
            )}
          </div>
        </div>
      )}
    </Page>
  );
}
