import { REJECT_REASONS } from "@wayseal/protocol";
import { describe, expect, it } from "vitest";
import { lossSeries } from "./loss-series.js";
import { rejectWords } from "./reject-words.js";

describe("rejectWords", () => {
  it.each(Object.keys(REJECT_REASONS))("explains %s", (reason) => {
    expect(rejectWords(reason)).not.toBe(rejectWords("no such reason"));
  });
  it("takes a prototype's key for an unknown reason", () => {
    expect(rejectWords("constructor")).toBe(rejectWords("no such reason"));
  });
});

describe("lossSeries", () => {
  const day = (day: string, expected: number, arrived: number) => ({ day, streams: 1, expected, arrived });
  it("fills days without streams", () => {
    expect(lossSeries([day("2026-11-23", 5, 5), day("2026-11-21", 9, 8)])).toEqual({
      times: [Date.UTC(2026, 10, 21), Date.UTC(2026, 10, 22), Date.UTC(2026, 10, 23)],
      expected: [9, 0, 5],
      arrived: [8, 0, 5],
    });
  });
  it("is empty without days, drops a day that is none, and never runs away", () => {
    expect(lossSeries([]).times).toEqual([]);
    expect(lossSeries([day("<b>", 1, 1)]).times).toEqual([]);
    expect(lossSeries([day("0001-01-01", 1, 1), day("9999-01-01", 1, 1)]).times).toHaveLength(1000);
  });
});
