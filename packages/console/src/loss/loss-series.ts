import type { LossAnswer } from "@wayseal/collector/api";

/** @returns Start of each day (UTC), milliseconds, without gaps, with what was expected and what arrived. */
export function lossSeries(days: LossAnswer["days"]): { times: number[]; expected: number[]; arrived: number[] } {
  const known = new Map(
    days.map((day) => [Date.parse(`${day.day}T00:00:00Z`), day] as const).filter(([at]) => Number.isFinite(at)),
  );
  const starts = [...known.keys()].sort((a, b) => a - b);
  const times: number[] = [];
  const [first, last] = [starts[0], starts.at(-1)];
  if (first !== undefined && last !== undefined) {
    // Days without streams are missing from the answer, and a gap in time would close up in the chart.
    for (let at = first; at <= last && times.length < 1000; at += 86_400_000) times.push(at);
  }
  return {
    times,
    expected: times.map((at) => known.get(at)?.expected ?? 0),
    arrived: times.map((at) => known.get(at)?.arrived ?? 0),
  };
}
