import { aViewer } from "../../test/a-viewer.js";
import { columnReader } from "../../test/column-reader.js";
import { describe, expect, it, vi } from "vitest";
import type { TrendsQuery } from "../api.js";
import { DAY_MS } from "./check-range.js";
import { listJourneys, loss, readJourney, trends } from "./index.js";
import { readCursor, writeCursor } from "./journeys/cursor.js";

const viewer = aViewer({ clearance: "public", sites: ["shop"] });
const ask = vi.fn(async () => []);
const store = { ask };
const reader = columnReader();
const day = Date.UTC(2026, 10, 1);

describe("ranges", () => {
  const RANGES: readonly [string, number, number, boolean][] = [
    ["a millisecond", day, day + 1, true],
    ["nothing", day, day, false],
    ["backwards", day + 1, day, false],
    ["400 days", day, day + 400 * DAY_MS, true],
    ["400 days and a millisecond", day, day + 400 * DAY_MS + 1, false],
    ["from 1970", 0, 1, true],
    ["before 1970", -1, 1, false],
    ["fractions", day + 0.5, day + 2, false],
    ["not a number", NaN, day, false],
    ["no number", "2026" as unknown as number, day, false],
    ["no end", day, Infinity, false],
    ["the year 2300", Date.UTC(2299, 11, 30), Date.UTC(2300, 1, 1), false],
  ];
  it.each(RANGES)("%s", async (_, from, to, fine) => {
    const catalog = { loss: async () => [], rejected: async () => ({}) };
    const asked = [
      listJourneys(viewer, { site: "shop", from, to }, { store, fields: reader }),
      trends(viewer, { site: "shop", from, to, interval: "day", measure: "events" }, { store, fields: reader }),
      loss(viewer, { site: "shop", from, to }, { catalog }),
    ];
    for (const answer of asked) {
      if (fine) await answer;
      else await expect(answer).rejects.toMatchObject({ name: "BadQuestion", fault: "range" });
    }
  });
});

describe("trends", () => {
  const query: TrendsQuery = { site: "shop", from: day, to: day + DAY_MS, interval: "hour", measure: "events" };
  it.each<[string, object, string]>([
    ["minutes of over two days", { interval: "minute", to: day + 2 * DAY_MS + 1 }, "range"],
    ["an unknown interval", { interval: "second" }, "interval"],
    ["an interval of the prototype", { interval: "constructor" }, "interval"],
    ["an unknown measure", { measure: "count(), sleep(3)" }, "measure"],
    ["an unknown column", { by: "subject" }, "by"],
    ["a column with SQL", { by: "type) FROM events --" }, "by"],
    ["a type that is none", { type: 5 }, "type"],
    ["a type of 65 letters", { type: "a".repeat(65) }, "type"],
  ])("refuses %s", async (_, more, fault) => {
    ask.mockClear();
    await expect(trends(viewer, { ...query, ...more }, { store, fields: reader })).rejects.toMatchObject({
      name: "BadQuestion",
      fault,
    });
    expect(ask).not.toHaveBeenCalled();
  });

  it("takes minutes of two days", async () => {
    const answer = await trends(
      viewer,
      { ...query, interval: "minute", to: day + 2 * DAY_MS },
      { store, fields: reader },
    );
    expect(answer.times).toHaveLength(2 * 24 * 60);
  });
});

describe("limits and cursors", () => {
  const fields = columnReader();
  it.each([0, 201, 1.5, -1, NaN])("refuses a list of %d", async (limit) => {
    await expect(listJourneys(viewer, { site: "shop", limit }, { store, fields: reader })).rejects.toMatchObject({
      fault: "limit",
    });
  });
  it.each([0, 501, 1.5])("refuses %d events of a journey", async (limit) => {
    const asked = readJourney(viewer, { site: "shop", subject: "0".repeat(32), limit }, { store, fields });
    await expect(asked).rejects.toMatchObject({ fault: "limit" });
  });
  it.each(["", "0", "0".repeat(31), "0".repeat(33), "g".repeat(32), "' OR 1=1 --"])(
    "refuses %j as a subject",
    async (subject) => {
      const asked = readJourney(viewer, { site: "shop", subject }, { store, fields });
      await expect(asked).rejects.toMatchObject({ fault: "subject" });
    },
  );

  it("reads a cursor as it was written", () => {
    const rest = Buffer.from("00112233445566778899aabbccddeeff", "hex");
    for (const time of [0, 1, day, Number.MAX_SAFE_INTEGER]) {
      expect(readCursor(writeCursor(time, rest), 16)).toEqual({ time, rest });
    }
  });

  const good = writeCursor(day, Buffer.alloc(16, 1));
  it.each([
    ["empty", ""],
    ["short", good.slice(0, -1)],
    ["long", `${good}AA`],
    ["of another page", writeCursor(day, Buffer.alloc(20, 1))],
    ["of another version", `B${good.slice(1)}`],
    ["with a letter changed to none of base64url", `${good.slice(0, -2)}!${good.slice(-1)}`],
    ["padded", `${good}=`],
    [
      "of a time past 2^53",
      Buffer.concat([Buffer.from([1]), Buffer.alloc(8, 255), Buffer.alloc(16)]).toString("base64url"),
    ],
    ["SQL", "' OR 1=1 --"],
  ])("refuses a cursor that is %s", async (_, cursor) => {
    ask.mockClear();
    const asked = listJourneys(viewer, { site: "shop", cursor }, { store, fields: reader });
    await expect(asked).rejects.toMatchObject({ name: "BadQuestion", fault: "cursor" });
    expect(ask).not.toHaveBeenCalled();
  });
});
