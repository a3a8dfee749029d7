import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { ChartOrTable } from "../chart/chart-or-table.js";
import { number } from "../format/number.js";
import { time } from "../format/time.js";
import type { Overview } from "./read-overview.js";

const MEASURES = [
  { key: "events", name: "Events", color: "--chart-1" },
  { key: "subjects", name: "Visitors", color: "--chart-2" },
  { key: "sessions", name: "Visits", color: "--chart-3" },
] as const;

/** Three totals that are also the tabs of one chart. */
export function TrendCard({ overview, words }: { readonly overview: Overview; readonly words: string }): JSX.Element {
  const [measure, setMeasure] = useState<(typeof MEASURES)[number]["key"]>("events");
  const chosen = MEASURES.find(({ key }) => key === measure) ?? MEASURES[0];
  const answer = overview[chosen.key];
  const values = useMemo(() => answer.series[0]?.values ?? answer.times.map(() => 0), [answer]);
  const series = useMemo(
    () => [{ name: chosen.name, values, color: chosen.color, shape: "area" as const }],
    [chosen, values],
  );
  const peak = values.reduce((best, value, index) => (value > (values[best] ?? 0) ? index : best), 0);
  const { interval } = overview.span;
  const label =
    `${chosen.name}, ${words}: ${number.whole(answer.total)} in all` +
    (answer.total === 0
      ? "."
      : `; most, ${number.whole(values[peak] ?? 0)}, from ${time.interval(answer.times[peak] ?? NaN, interval)}.`);

  return (
    <section class="card trend" aria-label={`Over time, ${words}`}>
      <fieldset class="trend-tabs">
        <legend class="sr-only">What the chart shows</legend>
        {MEASURES.map(({ key, name }) => (
          <label key={key} class={`trend-tab trend-${key}`}>
            <input type="radio" name="measure" checked={key === measure} onChange={() => setMeasure(key)} />
            <span class="trend-name">{name}</span>
            <span class="trend-total">{number.whole(overview[key].total)}</span>
          </label>
        ))}
      </fieldset>
      <ChartOrTable
        label={label}
        caption={`${chosen.name} per ${interval}, ${words}`}
        times={answer.times}
        interval={interval}
        series={series}
      />
    </section>
  );
}
