type Interval = "minute" | "hour" | "day";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const clockSeconds = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", hourCycle: "h23" });
const dayOf = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const dayOfYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const utcDay = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long", hourCycle: "h23" });

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A time that no Date can hold gets a dash instead of an exception. */
const dated = (at: number, write: (at: number) => string): string => (Math.abs(at) <= 8.64e15 ? write(at) : "–");

/** Ways to write a moment, milliseconds since 1970, in the reader's own time zone. */
export const time = {
  clock: (at: number): string => dated(at, (at) => clock.format(at)),
  clockSeconds: (at: number): string => dated(at, (at) => clockSeconds.format(at)),
  /** With date, seconds and zone: for tooltips. */
  exact: (at: number): string => dated(at, (at) => exact.format(at)),
  /** `2026-11-23T20:15:00.000Z`, for `datetime` attributes. */
  iso: (at: number): string | undefined => (Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : undefined),
  /** `today 14:02`, `yesterday 09:10`, `21 Nov 14:02`, `21 Nov 2025 14:02`. */
  day: (at: number, now: number): string =>
    dated(at, (at) => {
      const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY);
      if (days === 0) return `today ${clock.format(at)}`;
      if (days === 1) return `yesterday ${clock.format(at)}`;
      const near = new Date(at).getFullYear() === new Date(now).getFullYear();
      return `${(near ? dayOf : dayOfYear).format(at)} ${clock.format(at)}`;
    }),
  /** `just now`, `12 s ago`, `5 min ago`, `3 h ago`, `2 d ago`; `in 5 min` for a clock ahead of ours. */
  ago: (at: number, now: number): string =>
    dated(at, (at) => {
      const past = now - at;
      const span = Math.abs(past);
      if (span < 5 * SECOND) return "just now";
      const text =
        span < MINUTE
          ? `${Math.round(span / SECOND)} s`
          : span < HOUR
            ? `${Math.floor(span / MINUTE)} min`
            : span < 2 * DAY
              ? `${Math.floor(span / HOUR)} h`
              : `${Math.floor(span / DAY)} d`;
      return past >= 0 ? `${text} ago` : `in ${text}`;
    }),
  /** The start of a chart's interval. Days are the collector's, which are UTC. */
  interval: (at: number, interval: Interval): string =>
    dated(at, (at) => {
      if (interval === "day") return utcDay.format(at);
      return interval === "hour" ? `${dayOf.format(at)} ${clock.format(at)}` : clock.format(at);
    }),
};

function startOfDay(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}
