import type { TrendsAnswer } from "@wayseal/collector/api";
import { expect, it } from "vitest";
import { formOutcomes } from "./form-outcomes.js";

const series = (...all: [string, number][]): TrendsAnswer["series"] =>
  all.map(([name, total]) => ({ name, values: [], total }));

it("joins by form, busiest first, whatever forms are called", () => {
  expect(
    formOutcomes(
      series(["pay", 2], ["__proto__", 5], ["none", 0]),
      series(["pay", 9], ["constructor", 1], ["__proto__", 1]),
    ),
  ).toEqual([
    { form: "pay", submitted: 2, abandoned: 9 },
    { form: "__proto__", submitted: 5, abandoned: 1 },
    { form: "constructor", submitted: 0, abandoned: 1 },
  ]);
});
