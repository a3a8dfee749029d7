import type { LossAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { ask } from "../api/ask.js";
import { ChartOrTable } from "../chart/chart-or-table.js";
import { number } from "../format/number.js";
import { lossSeries } from "../loss/loss-series.js";
import { rejectWords } from "../loss/reject-words.js";
import { Answered } from "../parts/answered.js";
import { Card } from "../parts/card.js";
import { CoarseNote } from "../parts/coarse-note.js";
import { Nothing } from "../parts/nothing.js";
import { Page } from "../parts/page.js";
import { RangeChoice } from "../parts/range-choice.js";
import { useConsole } from "../state/console-context.js";
import { rangeWords, spanOf } from "../state/span-of.js";
import { useAnswer } from "../state/use-answer.js";
import { Captured } from "../text/captured.js";

/** What share of what browsers sealed never arrived, and what was refused and why. */
export function LossPage(): JSX.Element {
  const { site, range, live } = useConsole();
  const answer = useAnswer(
    `loss ${site.id} ${range}`,
    (signal) => {
      const { from, to } = spanOf(range, Date.now());
      return ask.loss({ site: site.id, from, to }, signal);
    },
    live.beat,
  );
  return (
    <Page
      title="Loss"
      lead={<p>Every event is numbered where it is made, so what never arrived can be counted.</p>}
      aside={<RangeChoice page="loss" />}
    >
      <Answered answer={answer} tall>
        {(data) =>
          data.expected === 0 && Object.keys(data.rejected).length === 0 ? (
            <Nothing coarse={data.coarse} words={rangeWords(range)} />
          ) : (
            <div class="loss">
              <CoarseNote coarse={data.coarse} />
              <Share answer={data} words={rangeWords(range)} />
              <Days answer={data} words={rangeWords(range)} />
              <Refused answer={data} words={rangeWords(range)} />
              <Limits />
            </div>
          )
        }
      </Answered>
    </Page>
  );
}

function Share({ answer, words }: { readonly answer: LossAnswer; readonly words: string }): JSX.Element {
  const { expected, arrived, lost, share, coarse } = answer;
  return (
    <section class="card loss-share" aria-label={`Share lost in the ${words}`}>
      <p class="loss-figure">
        <b>{number.share(share)}</b> <span>lost in the {words}</span>
      </p>
      <p class="loss-words">
        {lost === 0
          ? coarse === undefined
            ? "Everything that is known to have been sealed has arrived."
            : "No more is known to be lost than rounding leaves out."
          : share < 0.5
            ? `About one event in ${number.whole(Math.max(2, Math.round(1 / share)))} never arrived.`
            : "More than half of what was sealed never arrived."}
      </p>
      <div class="meter" aria-hidden="true">
        <i ref={(element) => void (element !== null && (element.style.width = `${(1 - clamp(share)) * 100}%`))} />
      </div>
      <dl class="loss-counts">
        <div>
          <dt>Sealed by browsers</dt>
          <dd>{number.whole(expected)}</dd>
        </div>
        <div>
          <dt>Arrived</dt>
          <dd>{number.whole(arrived)}</dd>
        </div>
        <div>
          <dt>Never arrived</dt>
          <dd>{number.whole(lost)}</dd>
        </div>
      </dl>
    </section>
  );
}

function Days({ answer, words }: { readonly answer: LossAnswer; readonly words: string }): JSX.Element {
  const { times, series } = useMemo(() => {
    const { times, expected, arrived } = lossSeries(answer.days);
    const lost = expected.map((all, index) => Math.max(0, all - (arrived[index] ?? 0)));
    const bars = [
      // Drawn first and to the full height, so that what never arrived is left to see.
      { name: "Never arrived", values: lost, drawn: expected, color: "--chart-lost" as const, shape: "bars" as const },
      { name: "Arrived", values: arrived, color: "--chart-1" as const, shape: "bars" as const },
    ];
    return { times, series: bars };
  }, [answer]);
  return (
    <Card title="Day by day" class="loss-days">
      <ChartOrTable
        label={`Events sealed and arrived per day, ${words}: ${number.whole(answer.arrived)} of ${number.whole(answer.expected)} arrived.`}
        caption={`Events sealed and arrived per day, ${words}`}
        times={times}
        interval="day"
        series={series}
      />
    </Card>
  );
}

function Refused({ answer, words }: { readonly answer: LossAnswer; readonly words: string }): JSX.Element {
  const rows = Object.entries(answer.rejected)
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1]);
  return (
    <Card title="Refused" class="loss-refused">
      {rows.length === 0 ? (
        <p class="quiet">Nothing was refused in the {words}.</p>
      ) : (
        <table class="figures refused">
          <caption class="sr-only">Refused records by reason, {words}</caption>
          <thead>
            <tr>
              <th scope="col">Reason</th>
              <th scope="col" class="num">
                Records
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([reason, count]) => (
              <tr key={reason}>
                <th scope="row">
                  <div class="refused-why">
                    <code>
                      <Captured value={reason} limit={40} />
                    </code>
                    <span>{rejectWords(reason)}</span>
                  </div>
                </th>
                <td class="num">{number.whole(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function Limits(): JSX.Element {
  return (
    <Card title="What this cannot know" class="loss-limits">
      <p>
        A browser names its earlier streams when it comes back, so a lost tail is known only then. Someone whose very
        first request was blocked, or who never returns after a lost tail, is not counted. Loss is therefore at least
        what is shown here.
      </p>
    </Card>
  );
}

function clamp(share: number): number {
  return Math.max(0, Math.min(1, share));
}
