import uPlot from "uplot";
import { number } from "../format/number.js";
import { time } from "../format/time.js";
import type { ChartSeries } from "./chart.js";
import { resolveColor } from "./resolve-color.js";

const FONT = '11px -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';
const LENGTH = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** uPlot's options for our charts: quiet axes, whole numbers, colours asked for at each drawing. */
export function chartOptions(given: {
  readonly width: number;
  readonly height: number;
  readonly interval: "minute" | "hour" | "day";
  readonly series: readonly ChartSeries[];
  /** The index that the pointer is over, or null. */
  readonly onPoint: (index: number | null) => void;
}): uPlot.Options {
  const { width, height, interval, series, onPoint } = given;
  const bars = series.some(({ shape }) => shape === "bars");
  const pad = bars ? LENGTH[interval] * 0.6 : 0;
  return {
    width,
    height,
    ms: 1,
    // Days are the collector's, which are UTC.
    ...(interval === "day" ? { tzDate: (at: number) => uPlot.tzDate(new Date(at), "Etc/UTC") } : {}),
    legend: { show: false },
    // Room on the right for half of the last label.
    padding: [8, 20, 0, 0],
    cursor: {
      y: false,
      drag: { x: false, y: false, setScale: false },
      points: { size: 8, width: 2, stroke: () => resolveColor("--surface"), fill: (_, index) => fillOf(series, index) },
    },
    scales: {
      x: { time: true, range: (_, min, max) => [min - pad, max + pad] },
      // An empty chart keeps a scale, and the highest point some air.
      y: { range: (_, __, max) => [0, Math.max(4, (max ?? 0) * 1.08)] },
    },
    axes: [
      {
        stroke: () => resolveColor("--ink-3"),
        font: FONT,
        size: 28,
        gap: 6,
        space: 72,
        grid: { show: false },
        ticks: { stroke: () => resolveColor("--line-strong"), width: 1, size: 4 },
        // A label names a whole day: two of the same would say nothing.
        ...(interval === "day" ? { incrs: [1, 2, 3, 4, 7, 14, 28, 56].map((days) => days * LENGTH.day) } : {}),
        values: (_, splits) => splits.map((at) => tick(at, interval)),
      },
      {
        stroke: () => resolveColor("--ink-3"),
        font: FONT,
        size: 44,
        gap: 6,
        space: 44,
        grid: { stroke: () => resolveColor("--line"), width: 1 },
        ticks: { show: false },
        incrs: [
          1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 1e8, 1e9,
        ],
        values: (_, splits) => splits.map((value) => number.compact(value)),
      },
    ],
    series: [{}, ...series.map(seriesOf)],
    hooks: { setCursor: [(plot) => onPoint(plot.cursor.idx ?? null)] },
  };
}

function seriesOf({ name, color, shape }: ChartSeries): uPlot.Series {
  const solid = () => resolveColor(color);
  if (shape === "bars") {
    return {
      label: name,
      stroke: solid,
      fill: solid,
      width: 0,
      points: { show: false },
      ...pathsOf(uPlot.paths.bars?.({ size: [0.62, 44], radius: [0.18, 0] })),
    };
  }
  return {
    label: name,
    stroke: solid,
    width: 2,
    points: { show: false },
    ...(shape === "area" ? { fill: (plot) => shade(plot, resolveColor(color)) } : {}),
    ...pathsOf(uPlot.paths.spline?.()),
  };
}

function pathsOf(paths: uPlot.Series.PathBuilder | undefined): { paths?: uPlot.Series.PathBuilder } {
  return paths === undefined ? {} : { paths };
}

/** A wash that fades towards the axis. `rgb(r, g, b)` is what computed colours look like. */
function shade(plot: uPlot, color: string): CanvasGradient | string {
  const { top, height } = plot.bbox;
  if (!Number.isFinite(height) || height <= 0) return "transparent";
  const gradient = plot.ctx.createLinearGradient(0, top, 0, top + height);
  const parts = /rgba?\(([^)]+)\)/.exec(color)?.[1]?.split(",").slice(0, 3).join(",") ?? "128, 128, 128";
  gradient.addColorStop(0, `rgba(${parts}, 0.26)`);
  gradient.addColorStop(1, `rgba(${parts}, 0.02)`);
  return gradient;
}

function fillOf(series: readonly ChartSeries[], index: number): string {
  return resolveColor(series[index - 1]?.color ?? "--accent");
}

function tick(at: number, interval: "minute" | "hour" | "day"): string {
  if (interval === "day") return time.interval(at, "day");
  const clock = time.clock(at);
  return clock === "00:00" ? time.interval(at, "hour").replace(/ 00:00$/, "") : clock;
}
