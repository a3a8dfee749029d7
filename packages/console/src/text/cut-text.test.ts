import { describe, expect, it } from "vitest";
import { cutText } from "./cut-text.js";
import { MOST_SHOWN, valueText } from "./value-text.js";

describe("cutText", () => {
  it.each<[string, string, number, string, boolean]>([
    ["nothing", "", 5, "", false],
    ["the limit", "abcde", 5, "abcde", false],
    ["one more", "abcdef", 5, "abcde", true],
    ["a pair across the limit", "abcd\u{1f600}", 5, "abcd", true],
    ["a pair before the limit", "abc\u{1f600}x", 5, "abc\u{1f600}", true],
  ])("cuts %s", (_, text, limit, kept, cut) => {
    expect(cutText(text, limit)).toEqual({ text: kept, cut });
  });
});

describe("valueText", () => {
  it.each<[unknown, string]>([
    ["a", "a"],
    [7, "7"],
    [null, "null"],
    [true, "true"],
    [undefined, "undefined"],
    [JSON.parse('{"__proto__":{"x":1}}'), '{"__proto__":{"x":1}}'],
  ])("writes %j", (value, text) => {
    expect(valueText(value)).toBe(text);
  });
  it("is bounded", () => {
    expect(valueText("x".repeat(1e6)).length).toBe(MOST_SHOWN + 1);
    expect(valueText(["x".repeat(1e6)]).length).toBe(MOST_SHOWN + 1);
  });
});
