import type {
  Journey,
  JourneyEvent,
  JourneyField,
  JourneyList,
  JourneySummary,
  LossAnswer,
  SessionAnswer,
  TrendsAnswer,
  TrendsQuery,
} from "@wayseal/collector/api";

/** Believable answers of a collector: what the shop of the examples would bring about. */

export const SESSION: SessionAnswer = {
  person: { id: "p1", name: "Ines Okafor", email: "ines@shop.example" },
  clearance: "confidential",
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
      one(SUBJECT, 20_000, { sessions: 2, pages: 11, events: 74, submitted: 2, abandoned: 1, exit: `${ORIGIN}/confirmation`, source: "newsletter", first: now - 26 * 60 * MINUTE }),
      one("91b0c4e2f1b7c21e3f9ac2014be7d816", 70_000, { abandoned: 1, exit: `${ORIGIN}/checkout/address`, country: "DE", language: "de" }),
      one("c0ffee00f1b7c21e3f9ac2014be7d817", 4 * MINUTE, { generated: true, submitted: 1, exit: `${ORIGIN}/confirmation`, country: "FR", language: "fr", source: "search" }),
      one("07d1a9b2f1b7c21e3f9ac2014be7d818", 9 * MINUTE, { entry: `${ORIGIN}/products/:product`, exit: `${ORIGIN}/products/:product`, pages: 1, events: 6, country: "" }),
      one("5e21c4e2f1b7c21e3f9ac2014be7d819", 31 * MINUTE, { submitted: 1, sessions: 3, pages: 18, events: 132, exit: `${ORIGIN}/account`, country: "NL", language: "nl", source: "partner-blog" }),
      one("aa31c4e2f1b7c21e3f9ac2014be7d81a", 52 * MINUTE, { generated: true, abandoned: 2, exit: `${ORIGIN}/checkout/payment`, country: "GB", language: "en-GB" }),
      one("b411c4e2f1b7c21e3f9ac2014be7d81b", 63 * MINUTE, { exit: `${ORIGIN}/journal/oolong`, source: "newsletter", country: "CH", language: "de-CH" }),
    ],
    next: "older",
  };
}

export function older(now: number): JourneyList {
  return { journeys: journeys(now).journeys.slice(3).map((one, at) => ({ ...one, subject: `${at}${"0".repeat(31)}`, last: one.last - 9e6 })), next: null };
}

const NAMES: Readonly<Record<string, readonly [string, number][]>> = {
  type: [["field", 4210], ["click", 3120], ["page_view", 2480], ["page_leave", 2310], ["form_view", 640], ["form_start", 410], ["form_submit", 268], ["form_abandon", 121]],
  page: [[`${ORIGIN}/`, 902], [`${ORIGIN}/products/:product`, 711], [`${ORIGIN}/cart`, 322], [`${ORIGIN}/checkout/address`, 214], [`${ORIGIN}/checkout/payment`, 167], [`${ORIGIN}/confirmation`, 148]],
  country: [["DE", 181], ["AT", 144], ["CH", 61], ["FR", 40], ["", 22], ["GB", 9]],
  form_submit: [["address", 151], ["payment", 103], ["newsletter", 14]],
  form_abandon: [["payment", 64], ["address", 48], ["newsletter", 9]],
};

export function trends(query: TrendsQuery): TrendsAnswer {
  const step = LENGTH[query.interval];
  const times: number[] = [];
  for (let at = Math.floor(query.from / step) * step; at < query.to; at += step) times.push(at);
  if (query.by !== undefined) {
    const names = NAMES[query.by === "form" ? (query.type ?? "") : query.by] ?? [];
    return {
      times,
      series: names.map(([name, total]) => ({ name, total, values: times.map(() => Math.round(total / times.length)) })),
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
    return { day, streams: Math.round(expected / 14), expected, arrived: expected - Math.round(expected * (back === days - 3 ? 0.09 : 0.004)) };
  });
  const expected = list.reduce((sum, one) => sum + one.expected, 0);
  const arrived = list.reduce((sum, one) => sum + one.arrived, 0);
  return { expected, arrived, lost: expected - arrived, share: (expected - arrived) / expected, days: list, rejected: { duplicate: 214, key: 31, shape: 9, origin: 4 } };
}

export function journey(now: number, events: readonly JourneyEvent[] = story(now)): Journey {
  return { subject: SUBJECT, site: "shop", summary: { ...(journeys(now).journeys[0] as JourneySummary), subject: SUBJECT }, events, next: null };
}

export function field(path: string, state: JourneyField["state"], more: Partial<JourneyField>): JourneyField {
  return { path, class: "unknown", level: "confidential", state, reason: "", ...more };
}

/** A visit that reads and leaves a form, and one on the next day that buys. */
export function story(now: number): JourneyEvent[] {
  const events: JourneyEvent[] = [];
  let at = now - 26 * 60 * MINUTE;
  let session = "s1";
  let stream = "AAAAAAAAAAAAAAAAAAAAAA";
  const say = (type: string, path: string, wait: number, columns: JourneyEvent["columns"] = {}, fields: JourneyField[] = []) => {
    at += wait;
    events.push({ stream, seq: events.length, session, type, occurred: at, received: at + 400, skew: 12, page: `${ORIGIN}${path}`, columns, fields, policy: 1 });
  };
  const title = (value: string) => [field("title", "shown", { class: "free-text", level: "internal", value, reason: "Your clearance reaches internal" })];
  const fieldEvent = (form: string, name: string, kind: string, wait: number, columns: JourneyEvent["columns"], fields: JourneyField[]) =>
    say("field", "/checkout/address", wait, { form, field: name, class: kind, duration: wait, changes: 1, refills: 0, pasted: false, autofilled: false, filled: true, valid: true, ...columns }, fields);

  say("hello", "/", 0, { referrer: "mail.example", campaign: "spring-flush", source: "newsletter", consent: "granted" });
  say("page_view", "/", 40, { kind: "load" }, title("Teahouse"));
  say("click", "/", 9_000, { role: "link", target: `${ORIGIN}/products/:product` }, [field("name", "shown", { class: "free-text", level: "internal", value: "Darjeeling first flush", reason: "Your clearance reaches internal" })]);
  say("page_leave", "/", 400, { duration: 9_300, scroll: 64 });
  say("page_view", "/products/:product", 500, { kind: "load" }, title("Darjeeling first flush"));
  say("track", "/products/:product", 14_000, { name: "add_to_cart" }, [field("properties.quantity", "shown", { class: "quantity", level: "internal", value: 2, reason: "Your clearance reaches internal" }), field("properties.coupon", "withheld", { class: "user-id", level: "restricted", reason: "Restricted, and your clearance is confidential" })]);
  say("page_leave", "/products/:product", 900, { duration: 15_000, scroll: 100 });
  say("page_view", "/newsletter", 700, { kind: "load" });
  say("form_view", "/newsletter", 100, { form: "newsletter", fields: 1 });
  say("form_start", "/newsletter", 2_000, { form: "newsletter", field: "email" });
  say("form_abandon", "/newsletter", 8_000, { form: "newsletter", field: "email", duration: 8_000, fields: 0 });

  session = "s2";
  stream = "BBBBBBBBBBBBBBBBBBBBBB";
  at = now - 9 * MINUTE;
  say("page_view", "/checkout/address", 0, { kind: "load" }, title("Where to?"));
  say("form_view", "/checkout/address", 60, { form: "address", fields: 7 });
  say("form_start", "/checkout/address", 3_000, { form: "address", field: "email" });
  fieldEvent("address", "email", "email", 9_000, { changes: 3, refills: 1 }, [field("value", "shown", { class: "email", value: "ana.lindqvist@example.com", reason: "Your clearance reaches confidential" })]);
  fieldEvent("address", "full-name", "name", 6_000, { autofilled: true }, [field("value", "masked", { class: "name", level: "restricted", value: "A•••• L•••••••", reason: "One level above your clearance: masked" })]);
  fieldEvent("address", "street", "street", 11_000, { pasted: true, valid: false }, [field("value", "unreadable", { class: "street", reason: "Its key was destroyed when the month was purged" })]);
  say("form_error", "/checkout/address", 200, { form: "address", field: "street", kind: "valueMissing" });
  fieldEvent("address", "tax-number", "tax-id", 15_000, { changes: 2, refills: 2 }, [field("value", "withheld", { class: "tax-id", level: "restricted", reason: "Restricted, and your clearance is confidential" })]);
  fieldEvent("address", "password", "password", 5_000, {}, [field("value", "uncaptured", { class: "password", level: "never", reason: "A password is never captured" })]);
  fieldEvent("address", "notes", "free-text", 7_000, {}, [field("value", "removed", { class: "payment-card", level: "never", reason: "It held a card number, which is never kept" })]);
  fieldEvent("address", "phone", "phone", 1_200, { filled: false, changes: 0 }, []);
  say("form_submit", "/checkout/address", 900, { form: "address", duration: 56_000, filled: true, fields: 6 });
  say("page_leave", "/checkout/address", 300, { duration: 61_000, scroll: 100 });
  say("page_view", "/confirmation", 800, { kind: "navigate" }, title("Thank you"));
  say("identify", "/confirmation", 300, {}, [field("user", "shown", { class: "user-id", value: "customer-4411", reason: "Your clearance reaches confidential" })]);
  say("vital", "/confirmation", 200, { name: "LCP", measure: 812.4, kind: "good" });
  return events;
}
