import { aViewer } from "../../../test/a-viewer.js";
import { columnReader } from "../../../test/column-reader.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY, event, journeyStore, start } from "../../../test/journey-events.js";
import type { EventStore } from "../../ports/event-store.js";
import { trends } from "./trends.js";

const viewer = aViewer({ clearance: "confidential", sites: ["shop"] });
const reader = columnReader();
let opened: Awaited<ReturnType<typeof journeyStore>>;
let store: EventStore;
beforeAll(async () => {
  opened = await journeyStore();
  store = opened.store;
}, 60_000);
afterAll(() => opened.close());

describe("trends", () => {
  const range = { site: "shop", from: start, to: start + 4 * DAY } as const;

  it("counts over time without gaps", async () => {
    const answer = await trends(viewer, { ...range, interval: "day", measure: "events" }, { store, fields: reader });
    expect(answer).toEqual({
      times: [0, 1, 2, 3].map((day) => start + day * DAY),
      series: [{ name: "all", values: [7, 0, 0, 1], total: 8 }],
      total: 8,
    });
  });

  it("counts distinct subjects over the whole time, not the sum of its parts", async () => {
    const answer = await trends(viewer, { ...range, interval: "day", measure: "subjects" }, { store, fields: reader });
    expect(answer.series).toEqual([{ name: "all", values: [2, 0, 0, 1], total: 2 }]);
    const sessions = await trends(
      viewer,
      { ...range, interval: "day", measure: "sessions" },
      { store, fields: reader },
    );
    expect(sessions).toMatchObject({ series: [{ values: [2, 0, 0, 1], total: 3 }], total: 3 });
  });

  it("cuts intervals at whole hours and counts only the time asked about", async () => {
    const answer = await trends(
      viewer,
      { site: "shop", from: start + 11, to: start + 3_600_000 + 1, interval: "hour", measure: "events" },
      { store, fields: reader },
    );
    expect(answer.times).toEqual([start, start + 3_600_000]);
    expect(answer.series[0]?.values).toEqual([4, 0]);
  });

  it("tells values of a column apart", async () => {
    const by = (by: "type" | "form" | "country", more: object = {}) =>
      trends(viewer, { ...range, interval: "day", measure: "events", by, ...more }, { store, fields: reader });
    expect((await by("type")).series.map(({ name, total }) => [name, total])).toEqual([
      ...[
        ["page_view", 3],
        ["field", 1],
        ["form_abandon", 1],
        ["form_submit", 1],
        ["form_view", 1],
        ["hello", 1],
      ],
    ]);
    // Without a form there is nothing to tell apart; without a country there is.
    expect(await by("form")).toMatchObject({ series: [{ name: "order", total: 4 }], total: 4 });
    expect((await by("country")).series.map(({ name, total }) => [name, total])).toEqual([
      ...[
        ["(none)", 5],
        ["AT", 2],
        ["DE", 1],
      ],
    ]);
    expect(await by("type", { type: "field" })).toMatchObject({ series: [{ name: "field" }], total: 1 });
    expect(await by("type", { generated: true })).toMatchObject({ total: 2 });
    expect(await by("type", { generated: false })).toMatchObject({ total: 6 });
    expect(await by("type", { type: "' OR '1'='1" })).toMatchObject({ series: [], total: 0 });
  });

  it("puts what is not among the largest twelve into other, without counting anyone twice", async () => {
    const at = 30 * DAY;
    // Name n comes 20-n times; one subject is in all of them.
    const rows = Array.from({ length: 15 }, (_, name) =>
      Array.from({ length: 20 - name }, (_, time) =>
        event(time === 0 ? 90 : 91 + time, at + name, {
          type: "track",
          seq: name * 20 + time,
          more: { name: `n${name}` },
        }),
      ),
    ).flat();
    await opened.insert(rows);
    const range = { site: "shop", from: start + at, to: start + at + 1000, interval: "minute", by: "name" } as const;
    const events = await trends(viewer, { ...range, measure: "events" }, { store, fields: reader });
    expect(events.series.map(({ name }) => name)).toEqual([...Array.from({ length: 12 }, (_, n) => `n${n}`), "other"]);
    expect(events.series.at(-1)).toEqual({ name: "other", values: [8 + 7 + 6], total: 21 });
    expect(events.total).toBe(rows.length);
    const subjects = await trends(viewer, { ...range, measure: "subjects" }, { store, fields: reader });
    expect(subjects.series.at(-1)).toMatchObject({ name: "other", total: 8 });
    expect(subjects.total).toBe(20);
  });

  it("answers with nothing where there is nothing", async () => {
    const empty = { site: "shop", from: 0, to: DAY, interval: "hour", measure: "subjects" } as const;
    expect(await trends(viewer, empty, { store, fields: reader })).toMatchObject({
      series: [{ name: "all", total: 0 }],
      total: 0,
    });
    expect(await trends(viewer, { ...empty, by: "page" }, { store, fields: reader })).toMatchObject({
      series: [],
      total: 0,
    });
  });
});
