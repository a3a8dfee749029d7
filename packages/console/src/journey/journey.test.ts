import type { JourneyEvent, JourneySummary } from "@wayseal/collector/api";
import { EVENT_SHAPES } from "@wayseal/protocol";
import { describe, expect, it } from "vitest";
import { describeEvent } from "./describe-event.js";
import { FIELD_STATES, stateOf } from "./field-states.js";
import { groupEvents } from "./group-events.js";
import { mergeEvents } from "./merge-events.js";
import { namePages } from "./name-pages.js";
import { pageName } from "./page-name.js";
import { summarise, summariseShort } from "./summarise.js";
import type { Words } from "./words.js";

let seq = 0;
const event = (type: string, more: Partial<JourneyEvent> = {}): JourneyEvent => ({
  stream: "s",
  seq: seq++,
  session: "a",
  type,
  occurred: seq,
  received: seq,
  skew: 0,
  page: "/",
  columns: {},
  fields: [],
  policy: 1,
  ...more,
});
const flat = (words: Words) => words.map((word) => (typeof word === "string" ? word : `«${word.captured}»`)).join("");

describe("groupEvents", () => {
  it("groups by visit, by page and by form, and keeps each event once", () => {
    const form = { columns: { form: "pay" } };
    const events = [
      event("hello"),
      event("page_view"),
      event("form_view", form),
      event("click"),
      event("form_start", form),
      event("field", form),
      event("form_abandon", form),
      event("form_start", form),
      event("page_view"),
      event("page_view", { page: "/b" }),
      event("form_view", { ...form, page: "/b" }),
      event("page_view", { session: "b" }),
    ];
    const visits = groupEvents(events);
    expect(visits.map(({ session, pages }) => [session, pages.map(({ page }) => page)])).toEqual([
      ["a", ["/", "/", "/b"]],
      ["b", ["/"]],
    ]);
    const items = visits.flatMap(({ pages }) => pages.flatMap(({ items }) => items));
    expect(items.map((item) => (item.kind === "form" ? `form ${item.life.outcome}` : item.event.type))).toEqual([
      "hello",
      "page_view",
      "form abandoned",
      "click",
      "form begun",
      "page_view",
      "page_view",
      "form seen",
      "page_view",
    ]);
    const kept = items.flatMap((item) => (item.kind === "form" ? item.life.events : [item.event]));
    expect(new Set(kept)).toEqual(new Set(events));
    expect(kept).toHaveLength(events.length);
  });

  it("takes forms that are called like an object's own members", () => {
    const [visit] = groupEvents(["__proto__", "constructor", ""].map((form) => event("field", { columns: { form } })));
    expect(visit?.pages[0]?.items).toHaveLength(3);
  });
});

describe("mergeEvents", () => {
  it("keeps one of each identity, the later read, oldest first", () => {
    const a = event("click", { seq: 1, occurred: 5 });
    const b = event("click", { seq: 2, occurred: 3 });
    const again = { ...a, occurred: 2 };
    expect(mergeEvents([a, b], [again])).toEqual([again, b]);
  });
});

describe("describeEvent", () => {
  it.each(Object.keys(EVENT_SHAPES))("has words for %s, with and without its columns", (type) => {
    expect(flat(describeEvent(event(type)).words)).not.toMatch(/undefined|NaN|Newer/);
  });

  it.each([
    ["page_view", { kind: "navigate" }, "Moved on to «/»"],
    ["click", { role: "link", target: "https://a.example/x" }, "Clicked a «link» leading to «/x»"],
    ["form_submit", { form: "pay", duration: 42_000 }, "Submitted the form «pay» after 42 s"],
    [
      "form_abandon",
      { form: "pay", duration: 42_000, field: "iban" },
      "Abandoned the form «pay» after 42 s, last at «iban»",
    ],
    ["page_leave", { duration: 9_000, scroll: 64 }, "Left the page after 9 s in use, scrolled to 64%"],
    ["constructor", {}, "Newer kind of event: «constructor»"],
    ["__proto__", {}, "Newer kind of event: «__proto__»"],
  ])("tells %s with %j as %s", (type, columns, words) => {
    expect(flat(describeEvent(event(type, { columns: columns })).words)).toBe(words);
  });

  it("reads no column from a prototype", () => {
    const columns = JSON.parse('{"__proto__":{"form":"from a prototype"}}') as JourneyEvent["columns"];
    expect(flat(describeEvent(event("form_submit", { columns })).words)).toBe("Submitted the form (unnamed)");
    const linked = Object.create({ form: "from a prototype" }) as JourneyEvent["columns"];
    expect(flat(describeEvent(event("form_submit", { columns: linked })).words)).toBe("Submitted the form (unnamed)");
  });
});

describe("summarise", () => {
  const journey: JourneySummary = {
    subject: "00",
    first: 0,
    last: 185_000,
    events: 9,
    sessions: 2,
    pages: 4,
    entry: "https://a.example/",
    exit: "https://a.example/done",
    submitted: 1,
    abandoned: 2,
    country: "",
    language: "",
    source: "mail",
    generated: false,
  };
  it("keeps what visitors wrote apart from our words", () => {
    expect(flat(summarise(journey))).toBe(
      "From «mail», entered at «/», saw 4 pages in 2 visits over 3 min 5 s and was last at «/done». Submitted 1 form, abandoned 2.",
    );
    expect(flat(summariseShort(journey))).toBe("Submitted 1 form, abandoned 2 forms, saw 4 pages, last at «/done»");
  });
  it("names the hosts where it went from one to another", () => {
    expect(flat(summarise({ ...journey, exit: "https://b.example/" }))).toContain(
      "entered at «https://a.example/», saw 4 pages in 2 visits over 3 min 5 s and was last at «https://b.example/».",
    );
  });
  it("says little where little happened", () => {
    const little = {
      ...journey,
      source: "",
      sessions: 1,
      pages: 1,
      exit: journey.entry,
      submitted: 0,
      abandoned: 0,
      last: 0,
    };
    expect(flat(summarise(little)).trim()).toBe("Entered at «/», saw 1 page.");
    expect(flat(summariseShort(little))).toBe("Saw 1 page, last at «/»");
  });
});

describe("pageName", () => {
  it.each([
    ["https://a.example/x/:id", "/x/:id"],
    ["https://a.example", "/"],
    ["javascript:alert(1)", "javascript:alert(1)"],
    ["https://a.example@evil.example/x", "/x"],
    ["", "(no page)"],
    ["\u202e", "\u202e"],
  ])("names %j %j", (page, name) => expect(pageName(page)).toBe(name));
});

describe("namePages", () => {
  it.each([
    [
      ["https://a.example/x", "https://a.example", "", "other"],
      ["/x", "/", "(no page)", "other"],
    ],
    [
      ["https://a.example/x", "https://b.example", ""],
      ["https://a.example/x", "https://b.example", "(no page)"],
    ],
    [
      ["https://a.example/", "http://a.example/"],
      ["https://a.example/", "http://a.example/"],
    ],
  ])("names %j", (pages, names) => expect(pages.map(namePages(pages))).toEqual(names));
});

it("treats a state that it does not know as withheld", () => {
  expect(stateOf("shown").state).toBe("shown");
  expect(stateOf("constructor").state).toBe("withheld");
  expect(FIELD_STATES).toHaveLength(6);
});
