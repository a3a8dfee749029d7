import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { number } from "../format/number.js";
import { time } from "../format/time.js";
import { THEME_EVENT } from "../state/theme.js";
import { chartOptions } from "./chart-options.js";

export interface ChartSeries {
  readonly name: string;
  readonly values: readonly number[];
  /** What is drawn, where that is not `values`: the top of a stack. */
  readonly drawn?: readonly number[];
  readonly color: `--${string}`;
  readonly shape: "area" | "line" | "bars";
}

export interface ChartProps {
  /** What it shows and its main figures, in a sentence: all that a screen reader gets here. A table has the rest. */
  readonly label: string;
  /** Start of each interval, milliseconds. */
  readonly times: readonly number[];
  readonly interval: "minute" | "hour" | "day";
  readonly series: readonly ChartSeries[];
}

/** A time chart by uPlot, which sizes itself to its place and follows the theme. Its legend is ours. */
export function Chart({ label, times, interval, series }: ChartProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [at, setAt] = useState<number | null>(null);
  // What decides how it is drawn; new figures alone are only handed on.
  const shape = JSON.stringify([interval, series.map(({ name, color, shape }) => [name, color, shape])]);

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const size = () => ({ width: Math.max(200, element.clientWidth), height: element.clientHeight });
    const made = new uPlot(
      chartOptions({ ...size(), interval, series, onPoint: setAt }),
      dataOf(times, series),
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize(size()));
    observer.observe(element);
    const redraw = () => made.redraw(false, true);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    document.addEventListener(THEME_EVENT, redraw);
    dark.addEventListener("change", redraw);
    return () => {
      observer.disconnect();
      document.removeEventListener(THEME_EVENT, redraw);
      dark.removeEventListener("change", redraw);
      made.destroy();
      plot.current = null;
      setAt(null);
    };
    // `shape` stands for series and interval.
  }, [shape]);

  useEffect(() => {
    plot.current?.setData(dataOf(times, series));
  }, [times, series]);

  const start = at === null ? undefined : times[at];
  return (
    <figure class="chart">
      <figcaption class="chart-readout" aria-hidden="true">
        {series.map(({ name, color, values }) => (
          <span key={name} class="chart-key">
            <i ref={(element) => void (element !== null && (element.style.background = `var(${color})`))} />
            {name}
            {at === null ? null : <b>{number.whole(values[at] ?? 0)}</b>}
          </span>
        ))}
        <span class="chart-when">{start === undefined ? "" : time.interval(start, interval)}</span>
      </figcaption>
      <div class="chart-place" ref={place} role="img" aria-label={label} />
    </figure>
  );
}

function dataOf(times: readonly number[], series: readonly ChartSeries[]): uPlot.AlignedData {
  return [[...times], ...series.map(({ values, drawn = values }) => [...drawn])];
}
