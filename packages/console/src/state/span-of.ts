import type { Range } from "../route/route.js";

const HOUR = 3_600_000;

export interface Span {
  readonly from: number;
  readonly to: number;
  readonly interval: "minute" | "hour" | "day";
}

const RANGE: Readonly<Record<Range, { span: number; interval: Span["interval"]; words: string }>> = {
  "1h": { span: HOUR, interval: "minute", words: "last hour" },
  "24h": { span: 24 * HOUR, interval: "hour", words: "last 24 hours" },
  "7d": { span: 7 * 24 * HOUR, interval: "hour", words: "last 7 days" },
  "30d": { span: 30 * 24 * HOUR, interval: "day", words: "last 30 days" },
};

/** @returns The span that a range means now. It ends a little ahead, so that a slightly fast collector's events count. */
export function spanOf(range: Range, now: number): Span {
  const { span, interval } = RANGE[range];
  return { from: now - span, to: now + 1_000, interval };
}

/** @returns `last 24 hours` and the like. */
export function rangeWords(range: Range): string {
  return RANGE[range].words;
}
