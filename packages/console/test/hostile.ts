import type {
  Journey,
  JourneyEvent,
  JourneyField,
  JourneyList,
  JourneySummary,
  LossAnswer,
  TrendsAnswer,
} from "@wayseal/collector/api";
import { SUBJECT } from "./answers.js";
import { field } from "./story.js";

/** What strangers may write into anything that is captured. Each would be noticed if it did anything but be shown. */
export const HOSTILE: readonly string[] = [
  "<script>window.__ran = 'script'</script>",
  "<img src=x onerror=\"window.__ran = 'img'\">",
  "<svg onload=\"window.__ran = 'svg'\"><a xlink:href=\"javascript:window.__ran='a'\">x</a></svg>",
  "javascript:window.__ran='url'//",
  "https://evil.example/?a=<b>&\" onmouseover=\"window.__ran='attr'",
  "data:text/html,<script>window.__ran='data'</script>",
  "\u202egpj.exe\u202c \u2066isolated\u2069 \u200f\u200b",
  "\u0000\u0007\u001b[31mred\u007f\u0085",
  `Z${"\u0301".repeat(400)}algo`,
  "long ".repeat(2_000),
  "W".repeat(10_000),
  "\ud800 half",
  "__proto__",
  "constructor",
  "toString",
  "]]></style></title><!--",
  "{{7*7}} ${7*7} %00 ../../etc/passwd",
  "",
];

const all = (at: number): string => HOSTILE[at % HOSTILE.length] ?? "";

export function hostileJourneys(now: number): JourneyList {
  return {
    journeys: HOSTILE.map((text, at): JourneySummary => ({
      subject: at.toString(16).padStart(32, "0"),
      first: now - 60_000,
      last: at === 3 ? 8.7e15 : now - at * 1000,
      events: at,
      sessions: 2,
      pages: 3,
      entry: text,
      exit: all(at + 1),
      submitted: 1,
      abandoned: 1,
      country: all(at + 2),
      language: all(at + 3),
      source: all(at + 4),
      generated: at % 2 === 0,
    })),
    next: null,
  };
}

/** Every text of a journey is hostile: types, names and values of columns, paths, classes, levels, states and reasons. */
export function hostileJourney(now: number): Journey {
  const types = [
    "page_view",
    "click",
    "form_view",
    "form_start",
    "field",
    "form_error",
    "form_abandon",
    "track",
    "hello",
    "vital",
    "consent",
  ];
  const columns = (at: number): JourneyEvent["columns"] =>
    // As JSON.parse makes it: `__proto__` as an own key.
    JSON.parse(
      JSON.stringify({
        form: all(at),
        field: all(at + 1),
        role: all(at + 2),
        target: all(at + 3),
        name: all(at),
        kind: all(at + 4),
        class: all(at + 5),
        referrer: all(at),
        campaign: all(at),
        constructor: 1,
      }).replace(/^\{/, '{"__proto__":{"duration":7},'),
    ) as JourneyEvent["columns"];
  const fields = (at: number): JourneyField[] => [
    field(all(at), "shown", {
      class: all(at + 1),
      level: all(at + 2) as "internal",
      value: all(at + 3),
      reason: all(at + 4),
    }),
    field("properties", "shown", {
      value: JSON.parse(`{"__proto__":{"x":${JSON.stringify(all(at))}},"constructor":[1]}`) as unknown,
      reason: all(at + 1),
    }),
    field("value", all(at) as "shown", { value: "never seen: its state is unknown", reason: all(at) }),
  ];
  const events = HOSTILE.flatMap((text, at) =>
    [text, types[at % types.length] ?? "click"].map((type, second): JourneyEvent => ({
      stream: "A".repeat(22),
      seq: at * 2 + second,
      session: all(at >> 2),
      type,
      occurred: at === 5 ? -9e15 : now - 60_000 + at * 1000,
      received: now,
      skew: 0,
      page: all(at >> 1),
      columns: columns(at),
      fields: fields(at),
      policy: 1,
    })),
  );
  return {
    subject: SUBJECT,
    site: "shop",
    summary: hostileJourneys(now).journeys[0] as JourneySummary,
    events,
    next: null,
  };
}

export function hostileTrends(times: readonly number[]): TrendsAnswer {
  return {
    times,
    series: HOSTILE.map((name, at) => ({ name, total: 100 - at, values: times.map(() => at) })),
    total: 1e15,
  };
}

export function hostileLoss(): LossAnswer {
  return {
    expected: 10,
    arrived: 5,
    lost: 5,
    share: 0.5,
    days: HOSTILE.map((day) => ({ day, streams: 1, expected: 1, arrived: 1 })),
    rejected: JSON.parse(`{${HOSTILE.map((text) => `${JSON.stringify(text)}:3`).join(",")}}`) as Record<string, number>,
  };
}
