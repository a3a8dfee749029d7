import { beforeAll, describe, expect, test } from "vitest";
import { plainControl } from "../../test/plain-control.js";
import type { Control } from "../states.js";
import { learnWords } from "./class-of-words.js";
import { judge } from "./judge.js";
import { cleanText } from "./text.js";
import { WORDS } from "./words.js";

/** A field whose value the page allows. */
const control = (parts: Partial<Control>): Control => plainControl({ mark: "allow", ...parts });
beforeAll(() => learnWords(WORDS));

describe("digits in boxes side by side", () => {
  /** What a box holds, and what the page says of it. */
  type Box = readonly [value: string, says?: string];
  /** The first is judged. */
  const told = (boxes: readonly Box[], parts: Partial<Control> = {}) =>
    judge(
      control({
        value: boxes[0]?.[0] ?? "",
        row: boxes.map(([value, says = ""]) => ({ size: 0, value, says })),
        ...parts,
      }),
      [],
      cleanText,
    );

  test.each<[string, Partial<Control>, ...Box[]]>([
    ["four, of which the others are empty yet", {}, ["4929"], [""], [""], [""]],
    ["four, of which the others are full", {}, ["0462"], ["4929"], ["7183"], ["5178"]],
    ["two halves", {}, ["49297183"], [""]],
    ["three of an American Express card", {}, ["3782"], ["822463"], ["10005"]],
    ["sixteen of one digit", {}, ["4"], ...Array<Box>(15).fill([""])],
    ["digits of another script", {}, ["٤٩٢٩"], [""], [""]],
    ["digits with what people put behind", {}, ["4929 "], ["7183-"], ["0462 "]],
    ["names and labels that say nothing", { name: "a", label: "Part 1" }, ["4929", "a Part 1"], ["", "b"], ["", "c"]],
    ["a type that says how it looks", { type: "tel" }, ["4929"], [""], [""]],
    ["others of which one says that it holds a card number", {}, ["7183"], ["4929", "Card number"], ["", "x"]],
  ])("may be a card's number: %s", (_, parts, ...boxes) => {
    expect(told(boxes, parts)).toMatchObject({ class: "payment-card", verdict: "never" });
  });

  test.each<[string, Partial<Control>, string, ...Box[]]>([
    ["too few for one", {}, "unknown", ["4929"], [""]],
    ["too short for one", {}, "unknown", ["49"], [""], [""], [""], [""]],
    ["a word beside them", {}, "unknown", ["4929"], ["10115", "ZIP code"], ["", "Quantity"], ["2211", "House number"]],
    ["a word of its own", { label: "ZIP code" }, "postal-code", ["10115", "ZIP code"], [""], [""]],
    ["a class that the page declares", { declared: "mileage" }, "mileage", ["120000"], [""], [""]],
    ["a vague word of its own", { name: "qty" }, "quantity", ["1200", "qty"], ["", "x"], ["", "y"]],
  ])("are none: %s", (_, parts, wanted, ...boxes) => {
    expect(told(boxes, parts)).toMatchObject({ class: wanted, verdict: "allowed" });
  });

  test("are no sign for one that stands alone, and one that is empty holds none", () => {
    expect(told([["4929"]]).verdict).toBe("allowed");
    expect(told([[""], [""], [""], [""]]).class).toBe("unknown");
  });
});

describe("what a group is called", () => {
  const found = (group: string, parts: Partial<Control> = {}) =>
    judge(control({ group, label: "1", value: "02", ...parts }), [], cleanText);

  test.each([
    ["Expiry date", "card-expiry"],
    ["Gültig bis", "card-expiry"],
    ["Card number", "payment-card"],
    ["Security question", "security-answer"],
    ["Verification code", "one-time-code"],
    ["Three digits on the back", "card-security-code"],
  ])("tells a never class: %s", (group, name) => {
    for (const type of ["text", "select-one"]) {
      expect(found(group, { type })).toMatchObject({ class: name, verdict: "never" });
    }
    expect(found(group, { label: "City", declared: "city" }).class).toBe(name);
  });

  test.each([
    ["Billing address", "City", "city"],
    ["E-mail and phone", "Colour", "unknown"],
    ["Code", "City", "city"],
    ["", "Colour", "unknown"],
  ])("tells no other: %s around %s", (group, label, name) => {
    expect(found(group, { label })).toMatchObject({ class: name, verdict: "allowed" });
  });
});

test.each([
  ["Three digits on the back", "card-security-code"],
  ["Back of card", "card-security-code"],
  ["Drei Ziffern auf der Rückseite", "card-security-code"],
  ["Your first pet's name", "security-answer"],
  ["What was the name of your first school?", "security-answer"],
  ["PUK", "password"],
  ["Pet name", "unknown"],
])("%s is %s", (label, name) => {
  expect(judge(control({ label, value: "abc" }), [], cleanText).class).toBe(name);
});
