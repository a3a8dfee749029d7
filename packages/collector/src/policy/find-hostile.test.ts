import { describe, expect, it } from "vitest";
import { IDS } from "./find-ids.js";
import { findSensitive } from "./find-sensitive.js";
import { WEAK_IDS } from "./weak-ids.js";

/** Each fills a text with what one rule begins to look at, and mostly does not find. */
const PIECES = [
  ...["1.2.3.4.", "2001:db8:", "1:2:", "born 12.03.85 ", "March 1", "order 12.03.1985 ", "1.23456,", "48°1'"],
  ...["+49 1", "030 12 ", "212-736-5000 ", "943 476 5918 ", "1234567A", "12 3"],
] as const;

/** Characters that all rules together go over, however often: each call of a regular expression, from where it begins. */
function work(text: string): number {
  const { exec } = RegExp.prototype;
  let steps = 0;
  RegExp.prototype.exec = function (this: RegExp, on: string) {
    const from = this.global || this.sticky ? this.lastIndex : 0;
    const match = exec.call(this, on);
    steps += 1 + (match === null ? on.length - from : match.index + match[0].length - from);
    return match;
  };
  try {
    findSensitive(text, { name: "born", countries: ["US"] });
  } finally {
    RegExp.prototype.exec = exec;
  }
  return steps;
}

describe("hostile text", () => {
  it.each(PIECES)("of 32 KiB takes twice the steps of 16 KiB and no more: %s", (piece) => {
    const [half, whole] = [16_384, 32_768].map((length) => work(piece.repeat(Math.ceil(length / piece.length))));
    expect(whole! / half!).toBeLessThan(2.2);
    expect(whole! / 32_768).toBeLessThan(4000);
  });

  it("negative control: looking again from every place takes four times the steps", () => {
    const again = (text: string): void => {
      for (let at = 0; at < text.length; at += 64) /\d{4}/.exec(text.slice(at));
    };
    const { exec } = RegExp.prototype;
    const count = (length: number): number => {
      let steps = 0;
      RegExp.prototype.exec = function (this: RegExp, on: string) {
        steps += on.length;
        return exec.call(this, on);
      };
      again("a".repeat(length));
      RegExp.prototype.exec = exec;
      return steps;
    };
    expect(count(32_768) / count(16_384)).toBeGreaterThan(3.5);
  });

  it("meets no id whose shape has no end", () => {
    for (const { source } of [
      ...Object.values(IDS).map(([shape]) => shape),
      ...Object.values(WEAK_IDS).map(({ shape }) => shape),
    ]) {
      expect(source.replace(/\\.|\[[^\]]*\]/g, "x")).not.toMatch(/[*+]|\{\d+,\}/);
    }
  });
});
