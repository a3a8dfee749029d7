import { describe, expect, it } from "vitest";
import { expiryOf, previousMonth } from "./expiry-of.js";

const at = (text: string) => Date.parse(text);
const none = { public: null, internal: null, confidential: null, restricted: null };

describe("what has expired", () => {
  it.each<[number, string, string]>([
    // August ends with 31 August 24:00. Of its last event 30 days have passed at 30 September 24:00.
    [30, "2026-09-30T23:59:59.999Z", "2026-08"],
    [30, "2026-10-01T00:00:00.000Z", "2026-09"],
    [1, "2026-03-01T23:59:59.999Z", "2026-02"],
    [1, "2026-03-02T00:00:00.000Z", "2026-03"],
    [90, "2026-11-25T12:00:00.000Z", "2026-08"],
    [400, "2026-11-25T12:00:00.000Z", "2025-10"],
  ])("after %i days, at %s, is what lies before %s", (days, now, before) => {
    expect(expiryOf({ ...none, restricted: days }, at(now)).levels).toEqual({
      ...{ internal: null, confidential: null, restricted: before },
    });
  });

  it("are rows when the last level has, public columns included, and none while one is kept without limit", () => {
    const now = at("2026-11-25T12:00:00Z");
    const days = { public: 500, internal: 760, confidential: 400, restricted: 90 };
    expect(expiryOf(days, now).rows).toBe("2024-10");
    expect(expiryOf({ ...days, public: 1000 }, now).rows).toBe("2024-02");
    expect(expiryOf({ ...days, public: null }, now).rows).toBeNull();
    expect(expiryOf({ ...days, restricted: null }, now).rows).toBeNull();
  });

  it("knows the month before", () => {
    expect(previousMonth("2026-01")).toBe("2025-12");
    expect(previousMonth("2024-03")).toBe("2024-02");
  });
});
