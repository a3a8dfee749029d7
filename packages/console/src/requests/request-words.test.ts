import { describe, expect, it } from "vitest";
import { actionWords, daysLeft, dayWords, kindWords, stateTone } from "./request-words.js";

const NOW = Date.UTC(2026, 10, 25, 23, 59);

describe("days", () => {
  it.each([
    ["2026-11-25", "today"],
    ["2026-11-26", "in 1 day"],
    ["2026-12-25", "in 30 days"],
    ["2026-11-24", "1 day ago"],
    ["<b>", ""],
  ])("%s is %s", (text, words) => expect(daysLeft(text, NOW)).toBe(words));

  it("are written out, and anything else stands for itself, cut", () => {
    expect(dayWords("2026-12-25")).toBe("25 Dec 2026");
    expect(dayWords("x".repeat(99))).toHaveLength(20);
  });
});

it("words that are keys of a prototype are no words of ours", () => {
  for (const words of [kindWords, actionWords]) expect(words("constructor")).toBe("constructor");
});

it("an overdue request is marked whatever its state", () => {
  expect(stateTone({ state: "in-work", overdue: true })).toBe("tone-bad");
  expect(stateTone({ state: "done", overdue: false })).toBe("tone-good");
});
