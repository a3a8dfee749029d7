import { describe, expect, it } from "vitest";
import { countryName } from "./country-name.js";
import { duration } from "./duration.js";
import { number } from "./number.js";
import { time } from "./time.js";

describe("number", () => {
  it.each([
    [0, "0%"],
    [1e-9, "<0.01%"],
    [0.00012, "0.01%"],
    [0.0042, "0.42%"],
    [0.05, "5.0%"],
    [0.5, "50%"],
    [0.9995, ">99.9%"],
    [1, "100%"],
    [NaN, "–"],
  ])("writes the share %d as %s", (value, text) => expect(number.share(value)).toBe(text));

  it.each([
    [0, "0 pages"],
    [1, "1 page"],
    [12304, "12,304 pages"],
  ])("counts %d as %s", (value, text) => expect(number.of(value, "page")).toBe(text));

  it("shortens", () => expect(number.compact(12_345)).toBe("12.3K"));
});

describe("duration", () => {
  it.each([
    [0, "0 s"],
    [1, "0.1 s"],
    [400, "0.4 s"],
    [3000, "3 s"],
    [9_949, "9.9 s"],
    [9_950, "10 s"],
    [59_499, "59 s"],
    [60_000, "1 min"],
    [185_000, "3 min 5 s"],
    [3_600_000, "1 h"],
    [7_440_000, "2 h 4 min"],
    [262_800_000, "3 d 1 h"],
    [-1, "–"],
    [NaN, "–"],
    [Infinity, "–"],
  ])("writes %d as %s", (value, text) => expect(duration(value)).toBe(text));
});

describe("time", () => {
  const now = new Date(2026, 10, 23, 20, 15, 0).getTime();
  it.each([
    [0, "just now"],
    [4_999, "just now"],
    [5_000, "5 s ago"],
    [60_000, "1 min ago"],
    [3_599_000, "59 min ago"],
    [3_600_000, "1 h ago"],
    [2 * 86_400_000, "2 d ago"],
    [-300_000, "in 5 min"],
  ])("writes %d ms before now as %s", (past, text) => expect(time.ago(now - past, now)).toBe(text));

  it.each([
    [new Date(2026, 10, 23, 0, 0), "today 00:00"],
    [new Date(2026, 10, 22, 23, 59), "yesterday 23:59"],
    [new Date(2026, 10, 21, 14, 2), "21 Nov 14:02"],
    [new Date(2025, 10, 21, 14, 2), "21 Nov 2025 14:02"],
  ])("writes %s as %s", (date, text) => expect(time.day(date.getTime(), now)).toBe(text));

  it("never throws on a clock that no date can hold", () => {
    for (const at of [NaN, Infinity, 9e15, -9e15]) {
      for (const write of [time.clock, time.exact, time.clockSeconds]) expect(write(at)).toBe("–");
      expect(time.iso(at)).toBeUndefined();
      expect(time.ago(at, now)).toBe("–");
      expect(time.interval(at, "day")).toBe("–");
    }
  });
});

describe("countryName", () => {
  it.each([
    ["AT", "Austria"],
    ["", "Unknown"],
    ["(none)", "Unknown"],
    ["ZZZ", "ZZZ"],
    ["<script>", "<script>"],
    ["constructor", "constructor"],
  ])("names %s as %s", (code, name) => expect(countryName(code)).toBe(name));
});
