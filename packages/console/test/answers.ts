import type {
  Journey,
  JourneyEvent,
  JourneyList,
  JourneySummary,
  LossAnswer,
  SessionAnswer,
  TrendsAnswer,
  TrendsQuery,
} from "@wayseal/collector/api";
import { story } from "./story.js";

/** Believable answers of a collector: what the shop of the examples would bring about. */

export const SESSION: SessionAnswer = {
  person: { id: "p1", name: "Ines Okafor", email: "ines@shop.example" },
  clearance: "confidential",
  roles: ["analyst"],
  rights: ["read-journeys", "query", "look-up", "export", "handle-requests", "ask-reveals"],
  purposes: ["analysis", "support", "fraud"],
  sites: [
    { id: "shop", name: "Teahouse" },
    { id: "journal", name: "The Tea Journal" },
  ],
};

const ORIGIN = "https://shop.example";
export const SUBJECT = "3f9ac2014be7d8165a90c4e2f1b7c21e";
const MINUTE = 60_000;
const LENGTH = { minute: MINUTE, hour: 60 * MINUTE, day: 1440 * MINUTE } as const;

export function journeys(given: number): JourneyList {
  // Whole minutes, so that a journey seems to move only when a test says so.
  const now = Math.floor(given / MINUTE) * MINUTE;
  const one = (subject: string, ago: number, more: Partial<JourneySummary>): JourneySummary => ({
    subject,
    first: now - ago - 9 * MINUTE,
    last: now - ago,
    events: 41,
    sessions: 1,
    pages: 5,
    entry: `${ORIGIN}/`,
    exit: `${ORIGIN}/cart`,
    submitted: 0,
    abandoned: 0,
    country: "AT",
    language: "de-AT",
    source: "",
    generated: false,
    ...more,
  });
  return {
    journeys: [
      one(SUBJECT, 20_000, {
        sessions: 2,
        pages: 11,
        events: 74,
        submitted: 2,
        abandoned: 1,
        exit: `${ORIGIN}/confirmation`,
        source: "newsletter",
        first: now - 26 * 60 * MINUTE,
      }),
      one("91b0c4e2f1b7c21e3f9ac2014be7d816", 70_000, {
        abandoned: 1,
        exit: `${ORIGIN}/checkout/address`,
        country: "DE",
        language: "de",
      }),
      one("c0ffee00f1b7c21e3f9ac2014be7d817", 4 * MINUTE, {
        generated: true,
        submitted: 1,
        exit: `${ORIGIN}/confirmation`,
        country: "FR",
        language: "fr",
        source: "search",
      }),
      one("07d1a9b2f1b7c21e3f9ac2014be7d818", 9 * MINUTE, {
        entry: `${ORIGIN}/products/:product`,
        exit: `${ORIGIN}/products/:product`,
        pages: 1,
        events: 6,
        country: "",
      }),
      one("5e21c4e2f1b7c21e3f9ac2014be7d819", 31 * MINUTE, {
        submitted: 1,
        sessions: 3,
        pages: 18,
        events: 132,
        exit: `${ORIGIN}/account`,
        country: "NL",
        language: "nl",
        source: "partner-blog",
      }),
      one("aa31c4e2f1b7c21e3f9ac2014be7d81a", 52 * MINUTE, {
        generated: true,
        abandoned: 2,
        exit: `${ORIGIN}/checkout/payment`,
        country: "GB",
        language: "en-GB",
      }),
      one("b411c4e2f1b7c21e3f9ac2014be7d81b", 63 * MINUTE, {
        exit: `${ORIGIN}/journal/oolong`,
        source: "newsletter",
        country: "CH",
        language: "de-CH",
      }),
    ],
    next: "older",
  };
}

export function older(now: number): JourneyList {
  return {
    journeys: journeys(now)
      .journeys.slice(3)
      .map((one, at) => ({ ...one, subject: `${at}${"0".repeat(31)}`, last: one.last - 9e6 })),
    next: null,
  };
}

const NAMES: Readonly<Record<string, readonly [string, number][]>> = {
  type: [
    ["field", 4210],
    ["click", 3120],
    ["page_view", 2480],
    ["page_leave", 2310],
    ["form_view", 640],
    ["form_start", 410],
    ["form_submit", 268],
    ["form_abandon", 121],
  ],
  page: [
    [`${ORIGIN}/`, 902],
    [`${ORIGIN}/products/:product`, 711],
    [`${ORIGIN}/cart`, 322],
    [`${ORIGIN}/checkout/address`, 214],
    [`${ORIGIN}/checkout/payment`, 167],
    [`${ORIGIN}/confirmation`, 148],
  ],
  country: [
    ["DE", 181],
    ["AT", 144],
    ["CH", 61],
    ["FR", 40],
    ["", 22],
    ["GB", 9],
  ],
  form_submit: [
    ["address", 151],
    ["payment", 103],
    ["newsletter", 14],
  ],
  form_abandon: [
    ["payment", 64],
    ["address", 48],
    ["newsletter", 9],
  ],
};

export function trends(query: TrendsQuery): TrendsAnswer {
  const step = LENGTH[query.interval];
  const times: number[] = [];
  for (let at = Math.floor(query.from / step) * step; at < query.to; at += step) times.push(at);
  if (query.by !== undefined) {
    const names = NAMES[query.by === "form" ? (query.type ?? "") : query.by] ?? [];
    return {
      times,
      series: names.map(([name, total]) => ({
        name,
        total,
        values: times.map(() => Math.round(total / times.length)),
      })),
      total: names.reduce((sum, [, total]) => sum + total, 0),
    };
  }
  const scale = { events: 560, subjects: 24, sessions: 31 }[query.measure];
  const values = times.map((at, index) => {
    const day = 0.55 + 0.45 * Math.sin(((at / LENGTH.day) * 2 - 0.8) * Math.PI);
    return Math.round(scale * day * (0.82 + 0.36 * Math.abs(Math.sin(index * 12.9898))));
  });
  const total = Math.round(values.reduce((sum, value) => sum + value, 0) * (query.measure === "subjects" ? 0.8 : 1));
  return { times, series: [{ name: "all", values, total }], total };
}

export function loss(now: number, days: number): LossAnswer {
  const list = Array.from({ length: days }, (_, back) => {
    const day = new Date(now - (days - 1 - back) * LENGTH.day).toISOString().slice(0, 10);
    const expected = 11_200 + Math.round(3_400 * Math.sin(back * 1.7));
    return {
      day,
      streams: Math.round(expected / 14),
      expected,
      arrived: expected - Math.round(expected * (back === days - 3 ? 0.09 : 0.004)),
    };
  });
  const expected = list.reduce((sum, one) => sum + one.expected, 0);
  const arrived = list.reduce((sum, one) => sum + one.arrived, 0);
  return {
    expected,
    arrived,
    lost: expected - arrived,
    share: (expected - arrived) / expected,
    days: list,
    rejected: { duplicate: 214, key: 31, shape: 9, origin: 4 },
  };
}

export function journey(now: number, events: readonly JourneyEvent[] = story(now)): Journey {
  return {
    subject: SUBJECT,
    site: "shop",
    summary: { ...(journeys(now).journeys[0] as JourneySummary), subject: SUBJECT },
    events,
    next: null,
  };
}
