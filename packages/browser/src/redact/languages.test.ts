import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LABELS } from "../../test/labels.js";
import type { Control } from "../states.js";
import { learnWords, type WordTable } from "./class-of-words.js";
import { judge } from "./judge.js";
import { cleanText } from "./text.js";
import { WORDS } from "./words.js";

const CLASSES = Object.keys(LABELS["English"] ?? {});
const NEVER = CLASSES.slice(0, 7);
/** Names alone are vague: either is right. */
const ALIKE: Readonly<Record<string, readonly string[]>> = { "given-name": ["given-name", "name"] };

const field = (label: string): Control => ({
  autocomplete: "",
  type: "text",
  name: "x1",
  id: "",
  label,
  declared: "",
  secret: false,
  mark: "allow",
  listed: true,
  unseen: false,
  unfinished: false,
  value: "abc",
  typed: ["abc"],
  row: [],
  after: "",
  offered: "",
});
const labels = Object.entries(LABELS).flatMap(([language, classes]) =>
  Object.entries(classes).flatMap(([name, said]) => said.map((label) => [language, label, name] as const)),
);

test("fails closed until the words are here: no label of any language lets a value out, nor says what it is", () => {
  for (const [language, label] of labels) {
    const { class: found, verdict } = judge(field(label), [], cleanText);
    expect(verdict, `${language}: ${label}`).toMatch(/^(never|undecided)$/);
    if (verdict === "undecided") expect(found).toBe("unknown");
  }
});

describe("once they are", () => {
  beforeAll(() => learnWords(WORDS));
  afterAll(() => learnWords([] as WordTable));

  test("every language has a label of each class", () => {
    for (const [language, classes] of Object.entries(LABELS)) expect(Object.keys(classes), language).toEqual(CLASSES);
    expect(Object.keys(LABELS)).toHaveLength(14);
  });

  test.each(labels)("%s: %s is %s", (_, label, name) => {
    const { class: found, verdict } = judge(field(label), [], cleanText);
    if (NEVER.includes(name)) expect(verdict).toBe("never");
    else expect(ALIKE[name] ?? [name]).toContain(found);
  });

  test("negative control: a label of nothing sensitive is let out", () => {
    for (const label of ["Favourite colour", "Lieblingsfarbe", "色", "اللون"]) {
      expect(judge(field(label), [], cleanText).verdict, label).toBe("allowed");
    }
  });
});
