import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findShortfalls } from "./find-shortfalls.js";
import type { JudgedField } from "./judge-forms.js";

const LEAK: JudgedField = {
  ...{ file: "sign-in.html", field: "secret", label: "password", class: "unknown" },
  ...{ sign: "", verdict: "allowed", says: [] },
};
const short = (fields: number, hits: number, wrong: number, leaks: readonly JudgedField[] = []): string[] =>
  findShortfalls({ total: { group: "all of these", fields, hits, wrong }, leaks });

describe("a measured folder", () => {
  test.each([
    [100, 97, 0],
    [100, 97, 3],
    [10_000, 9_700, 300],
    [529, 514, 9],
    [1, 1, 0],
  ])("of %i fields, %i found and %i taken for others, is good enough", (...counts) => {
    expect(short(...counts)).toEqual([]);
  });

  test.each([
    [[100, 96, 0], ["Recall is below 97 %: 96 of 100 fields found."]],
    // 96.97 %, which one figure behind the point shows as 97.0 %.
    [[165, 160, 2], ["Recall is below 97 %: 160 of 165 fields found."]],
    [[10_000, 9_699, 0], ["Recall is below 97 %: 9699 of 10000 fields found."]],
    [[100, 97, 4], ["Precision is below 97 %: 97 of 101 fields taken for what they are."]],
    [[10_000, 9_700, 301], ["Precision is below 97 %: 9700 of 10001 fields taken for what they are."]],
    [
      [10, 0, 0],
      [
        "Recall is below 97 %: 0 of 10 fields found.",
        "Precision is below 97 %: 0 of 0 fields taken for what they are.",
      ],
    ],
    [[0, 0, 0], ["No field is labelled as one that must be known: nothing was measured."]],
  ] as const)("of %j falls short", ([fields, hits, wrong], said) => {
    expect(short(fields, hits, wrong)).toEqual(said);
  });

  test("in which one field that must be refused is not falls short, however well the rest is known", () => {
    expect(short(100, 100, 0, [LEAK])).toEqual(["Fields that must be refused and are not: 1."]);
  });

  test("with the figures that docs/classification.md tells is good enough", () => {
    const page = readFileSync(new URL("../../../docs/classification.md", import.meta.url), "utf8");
    const row = /\*\*all of these\*\* *\| *(\d+) \| *([\d.]+) % \| *([\d.]+) % /.exec(page)?.slice(1).map(Number) ?? [];
    const [fields = 0, recall = 0, precision = 0] = row;
    const hits = Math.round((recall * fields) / 100);
    expect(fields).toBeGreaterThan(500);
    expect(short(fields, hits, Math.round((100 * hits) / precision) - hits)).toEqual([]);
    const refused = page.slice(page.indexOf("| what must be refused"), page.indexOf("| what must be known"));
    const counts = [...refused.matchAll(/\| +(\d+) \| +(\d+) \|/g)].map(([, all, none]) => [all, none]);
    expect(counts).toHaveLength(5);
    for (const [all, none] of counts) expect(none).toBe(all);
  });
});
