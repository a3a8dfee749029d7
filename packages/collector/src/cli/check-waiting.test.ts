import { expect, it } from "vitest";
import type { OtherKey } from "../api.js";
import { checkWaiting } from "./check-waiting.js";

const NOW = Date.UTC(2026, 10, 25);
const key = (more: Partial<OtherKey>): OtherKey => ({
  ...{ purpose: "pending-index", site: "shop", of: "k", level: "confidential", state: "current", created: NOW },
  ...{ lastUse: NOW - 3_600_000, needs: 2, ...more },
});

it("says that values wait which nobody here indexes, and nothing of those of a moment ago", () => {
  expect([...checkWaiting([key({})], NOW)]).toEqual([
    {
      state: "warn",
      what: "2 values of shop wait for an index, the last of 2026-11-24 23:00 UTC: nobody is found by them",
      hint: "Stop a collector that holds no key for confidential, and run wayseal index where the root key of that level is",
    },
  ]);
  expect([...checkWaiting([key({ lastUse: NOW - 1000 })], NOW)]).toEqual([]);
  expect([...checkWaiting([key({ lastUse: NOW - 1000, needs: 64 })], NOW)]).toHaveLength(1);
  expect([...checkWaiting([key({ purpose: "blind-index" })], NOW)]).toEqual([]);
  // Each level has a row, and each is told.
  const levels = [...checkWaiting([key({}), key({ level: "restricted", needs: 3 })], NOW)];
  expect(levels.map(({ what }) => what.slice(0, 16))).toEqual(["2 values of shop", "3 values of shop"]);
  expect(levels[1]).toMatchObject({ hint: expect.stringContaining("holds no key for restricted") as string });
});
