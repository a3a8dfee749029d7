import { expect, test, vi } from "vitest";
import type { Field } from "./fields.js";
import { rowOf } from "./row.js";

const box = (value: string): Field =>
  ({ localName: "input", type: "text", name: "", id: "", maxLength: -1, value }) as unknown as Field;

test("a number's neighbours are no more than it has digits, however many fields stand around it", () => {
  const fields = Array.from({ length: 5000 }, () => box(""));
  const field = (fields[2500] = box("4929"));
  const saidOf = vi.fn(() => "");
  expect(rowOf(field, fields, saidOf)).toHaveLength(37);
  // What the page says of a box costs a walk around it, at each field that is left.
  expect(saidOf).toHaveBeenCalledTimes(37);
  // The control: those that are there are all found.
  expect(rowOf(field, [box(""), field, box("")], saidOf)).toHaveLength(3);
});
