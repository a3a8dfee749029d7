import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aViewer } from "../../test/a-viewer.js";
import { columnReader } from "../../test/column-reader.js";
import { bytes, event, journeyStore, start } from "../../test/journey-events.js";
import type { TrendsQuery } from "../api.js";
import type { EventStore } from "../ports/event-store.js";
import type { Viewer } from "../viewer.js";
import { countWithin, listJourneys, loss, readEvents, summarise, trends } from "./index.js";

const low = aViewer({ clearance: "internal", sites: ["shop"] });
const high = aViewer({ clearance: "confidential", sites: ["shop"] });
const DAY = 86_400_000;
const AT = 50 * DAY;
const reader = columnReader();
let opened: Awaited<ReturnType<typeof journeyStore>>;
let store: EventStore;
const question: TrendsQuery = {
  site: "shop",
  from: start + AT,
  to: start + AT + 3 * DAY,
  interval: "day",
  measure: "events",
};

beforeAll(async () => {
  opened = await journeyStore();
  store = opened.store;
  // On the first day 9 people in France and 10 in Germany, on the second 12 in Germany and one of 40 events in Norway.
  const one = (n: number, day: number, country: string, seq = 0) =>
    event(n, AT + day * DAY + seq, { seq, stream: bytes(n), more: { page: `/${country}`, country } });
  await opened.insert([
    ...Array.from({ length: 9 }, (_, n) => one(60 + n, 0, "FR")),
    ...Array.from({ length: 10 }, (_, n) => one(80 + n, 0, "DE")),
    ...Array.from({ length: 12 }, (_, n) => one(100 + n, 1, "DE", 5)),
    ...Array.from({ length: 40 }, (_, n) => one(120, 1, "NO", 10 + n)),
    // Later, and of nobody above: whose law held says more than a country, and wins over it.
    ...(["US", "US-CA", "US-NY", "DE AT", "DE BR", ""] as const).map((jurisdiction, n) =>
      event(140 + n, AT + 20 * DAY, { stream: bytes(140 + n), more: { page: "/law", jurisdiction } }),
    ),
    event(150, AT + 20 * DAY, { stream: bytes(150), more: { page: "/law", jurisdiction: "US-CA", country: "DE" } }),
  ]);
}, 60_000);
afterAll(() => opened.close());

const byCountry = async (viewer: Viewer, more: Partial<TrendsQuery> = {}, least?: number) => {
  const groups = least === undefined ? {} : { groups: { least, exactFrom: "confidential" as const } };
  const answer = await trends(viewer, { ...question, by: "country", ...more }, { store, fields: reader, ...groups });
  return {
    ...answer,
    series: Object.fromEntries(answer.series.map(({ name, values, total }) => [name, [...values, total]])),
  };
};

describe("counts for viewers below the set clearance", () => {
  it("leave out groups of fewer than ten people, however much these do, and round the rest", async () => {
    expect(await byCountry(low)).toMatchObject({
      // FR and NO are 10 people together on both days, and 9 and 1 on each.
      series: { DE: [10, 10, 0, 20], other: [0, 0, 0, 50] },
      total: 70,
      coarse: { least: 10, nearest: 5 },
    });
    // The negative control: what there is.
    const exact = await byCountry(high);
    expect(exact).toMatchObject({ series: { DE: [10, 12, 0, 22], FR: [9, 0, 0, 9], NO: [0, 40, 0, 40] }, total: 71 });
    expect(exact).not.toHaveProperty("coarse");
  });

  it.each([
    [9, [9, 0, 0, 10]],
    [10, undefined],
  ])("have their edge at the set size: %d", async (least, shown) => {
    const { series } = await byCountry(low, {}, least);
    expect(series["FR"]?.length).toBe(shown?.length);
  });

  it("name no page that few have seen, and tell no day on which few came", async () => {
    const pages = await trends(low, { ...question, by: "page", measure: "subjects" }, { store, fields: reader });
    expect(pages.series.map(({ name }) => name)).toEqual(["/DE", "other"]);
    const all = await trends(
      low,
      { ...question, from: start + AT + 2 * DAY, measure: "sessions" },
      { store, fields: reader },
    );
    expect(all).toMatchObject({ total: 0, series: [{ name: "all", values: [0] }] });
  });

  it("are the same each time, so that asking often averages nothing out", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => byCountry(low)));
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it("leave days of few streams out of loss, and reasons of few records", async () => {
    const catalog = {
      loss: async () => [
        { day: "2026-11-01", streams: 9, expected: 900, arrived: 850 },
        { day: "2026-11-02", streams: 13, expected: 131, arrived: 127 },
      ],
      rejected: async () => ({ unreadable: 9, "bad-event": 23 }),
    };
    const range = { site: "shop", from: start, to: start + DAY };
    expect(await loss(low, range, { catalog })).toEqual({
      ...{ expected: 130, arrived: 125, lost: 5, share: 5 / 130, rejected: { "bad-event": 25 } },
      days: [{ day: "2026-11-02", streams: 15, expected: 130, arrived: 125 }],
      coarse: { least: 10, nearest: 5 },
    });
    expect((await loss(high, range, { catalog })).days).toHaveLength(2);
  });
});

describe("jurisdictions", () => {
  const german = aViewer({ sites: ["shop"], jurisdictions: ["DE"] });
  const european = aViewer({ sites: ["shop"], jurisdictions: ["EU"] });

  it("limit what is counted, listed and read", async () => {
    expect((await byCountry(german)).series).toEqual({ DE: [10, 12, 0, 22] });
    expect((await byCountry(european)).total).toBe(71);
    expect((await byCountry(aViewer({ jurisdictions: ["US-CA"] }))).total).toBe(0);
    const range = { site: "shop", from: start + AT, to: start + AT + 3 * DAY, limit: 200 };
    expect((await listJourneys(german, range, { store, fields: reader })).journeys).toHaveLength(22);
    // The negative control.
    expect((await listJourneys(high, range, { store, fields: reader })).journeys).toHaveLength(32);
    const events = async (viewer: Viewer) => {
      const asked = { site: "shop", subject: bytes(120).toString("hex") };
      return (await readEvents(viewer, asked, { store, fields: reader })).events.length;
    };
    expect([await events(german), await events(european), await events(high)]).toEqual([0, 40, 40]);
    const sum = async (viewer: Viewer) => {
      const asked = { site: "shop", subject: bytes(120).toString("hex") };
      return (await summarise(viewer, asked, { store, fields: reader }))?.events;
    };
    expect([await sum(german), await sum(european), await sum(high)]).toEqual([undefined, 40, 40]);
  });

  it("limit who is found by a value", async () => {
    const hex = [80, 120, 199].map((n) => bytes(n).toString("hex"));
    const found = async (viewer: Viewer) =>
      Object.fromEntries(await countWithin(viewer, { site: "shop", subjects: hex }, { store }));
    expect(await found(german)).toEqual({ [hex[0]!]: 1 });
    expect(await found(high)).toEqual({ [hex[0]!]: 1, [hex[1]!]: 40 });
  });
});

describe("regions, and whose law held", () => {
  const range = { site: "shop", from: start + AT + 20 * DAY, to: start + AT + 21 * DAY, limit: 200 };
  const seen = async (...jurisdictions: readonly string[]) => {
    const viewer = aViewer({ sites: ["shop"], jurisdictions: jurisdictions[0] === "*" ? "*" : jurisdictions });
    const { total } = await trends(viewer, { ...range, interval: "day", measure: "events" }, { store, fields: reader });
    const { journeys } = await listJourneys(viewer, range, { store, fields: reader });
    expect(total).toBe(journeys.length);
    return journeys.map(({ subject }) => Buffer.from(subject, "hex")[0]! - 140).sort((a, b) => a - b);
  };

  it.each([
    [["US"], [0, 1, 2, 10]],
    [["US-CA"], [1, 10]],
    [["US-NY"], [2]],
    [["EU"], [3]],
    [["DE"], []],
    [["DE", "AT"], [3]],
    [["DE", "BR"], [4]],
    [["DE-BY"], []],
    [["*"], [0, 1, 2, 3, 4, 5, 10]],
  ])(
    "a viewer of %j sees %j: a country covers its regions, and a region neither its country nor another",
    async (held, wanted) => {
      expect(await seen(...held)).toEqual(wanted);
    },
  );
});

describe("public columns and properties of a journey", () => {
  const columns = async (viewer: Viewer, text = "") => {
    const fields = columnReader(text);
    const asked = { site: "shop", subject: bytes(160).toString("hex") };
    const [event] = (await readEvents(viewer, asked, { store, fields })).events;
    const { country, referrer, ...rest } = event!.columns;
    return [event!.page, country, referrer, rest["properties.plan"], rest["properties.internal_note"]];
  };

  it("come back through the engine, and are withheld by a policy in force now or by the viewer's own lists", async () => {
    await opened.insert([
      event(160, AT + 30 * DAY, {
        type: "track",
        stream: bytes(160),
        more: {
          page: "/plan",
          country: "DE",
          referrer: "news.example",
          properties: { plan: "gold", internal_note: "x" },
        },
      }),
    ]);
    const whole = ["/plan", "DE", "news.example", "gold", "x"];
    expect(await columns(high)).toEqual(whole);
    expect(await columns(aViewer({ clearance: "public" }))).toEqual(whole);
    expect(await columns(high, "viewing: { deny: [{ property: 'internal_*' }] }")).toEqual([
      ...whole.slice(0, 4),
      undefined,
    ]);
    expect(await columns(high, "viewing: { deny: [{ class: country }] }")).toEqual([
      ...["/plan", undefined, ...whole.slice(2)],
    ]);
    expect(await columns(high, "viewing: { allow: [{ property: plan }] }")).toEqual([...whole.slice(0, 4), undefined]);
    const strict = "viewing: { allow: [{ property: '*', clearance: restricted }] }";
    expect(await columns(high, strict)).toEqual([...whole.slice(0, 3), undefined, undefined]);
    expect(
      await columns(high, "classes: { plan-name: { level: confidential, treatment: never, names: [plan] } }"),
    ).toEqual([...[...whole.slice(0, 3), undefined, "x"]]);
    const deny = (classes: string[], fields: string[]) => aViewer({ deny: { classes, fields } });
    expect(await columns(deny(["country"], ["column/page"]))).toEqual(["", undefined, ...whole.slice(2)]);
    expect(await columns(deny([], ["column/referrer", "track.properties.plan"]))).toEqual([
      ...["/plan", "DE", undefined, undefined, "x"],
    ]);
    expect(await columns(aViewer({ rights: ["read-journeys"], jurisdictions: ["DE"] }))).toEqual(whole);
  });
});

describe("a column that is denied", () => {
  it.each([
    ["by class", { classes: ["country"], fields: [] }],
    ["by name", { classes: [], fields: ["column/country"] }],
  ])("is not told apart: %s", async (_, deny) => {
    await expect(byCountry(aViewer({ deny }))).rejects.toMatchObject({ name: "NotCleared" });
    expect((await trends(aViewer({ deny }), { ...question, by: "page" }, { store, fields: reader })).total).toBe(71);
  });
});
