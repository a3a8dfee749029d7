import { readFileSync } from "node:fs";
import { FIELD_CLASSES, type FieldClass, LEVELS } from "@wayseal/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LABELS } from "../../test/labels.js";
import { plainControl } from "../../test/plain-control.js";
import { RARER_LABELS, UNSEEN_LABELS } from "../../test/rarer-labels.js";
import type { Control } from "../states.js";
import { learnWords, type WordTable } from "./class-of-words.js";
import { judge } from "./judge.js";
import { cleanText } from "./text.js";
import { WORDS } from "./words.js";

const COMMON = Object.keys(LABELS["English"] ?? {});
const RARER = Object.keys(RARER_LABELS["English"] ?? {});
const NEVER = COMMON.slice(0, 7);
/** Names alone are vague: either is right. */
const ALIKE: Readonly<Record<string, readonly string[]>> = { "given-name": ["given-name", "name"] };
/** What is ticked and chosen is told by its type, and what is nothing of all this by the words of `unknown`. */
const BY_NO_LABEL = ["choice", "unknown"];

const field = (label: string): Control =>
  plainControl({ name: "x1", label, mark: "allow", listed: true, value: "abc" });
const flat = (...parts: (typeof LABELS)[]) =>
  parts.flatMap((part) =>
    Object.entries(part).flatMap(([language, classes]) =>
      Object.entries(classes).flatMap(([name, said]) => said.map((label) => ({ language, label, name }))),
    ),
  );
const labels = flat(LABELS, RARER_LABELS);
const unseen = flat(UNSEEN_LABELS);
const found = (label: string) => judge(field(label), [], cleanText).class;
const isRight = (label: string, name: string): boolean =>
  NEVER.includes(name)
    ? judge(field(label), [], cleanText).verdict === "never"
    : (ALIKE[name] ?? [name]).includes(found(label));
/** The labels that docs/classification.md says are missed, by language. */
const page = readFileSync(new URL("../../../../docs/classification.md", import.meta.url), "utf8");

test("fails closed until the words are here: no label of any language lets a value out, nor says what it is", () => {
  for (const { language, label } of labels) {
    const { class: told, verdict } = judge(field(label), [], cleanText);
    expect(verdict, `${language}: ${label}`).toMatch(/^(never|undecided)$/);
    if (verdict === "undecided") expect(told).toBe("unknown");
  }
});

describe("once they are", () => {
  beforeAll(() => learnWords(WORDS));
  afterAll(() => learnWords([] as WordTable));

  test("every language has a label of each class that words tell", () => {
    for (const [language, classes] of Object.entries(LABELS)) expect(Object.keys(classes), language).toEqual(COMMON);
    for (const [language, classes] of Object.entries(RARER_LABELS)) {
      expect(Object.keys(classes), language).toEqual(RARER);
    }
    expect(Object.keys(LABELS)).toHaveLength(14);
    expect(Object.keys(RARER_LABELS)).toEqual(Object.keys(LABELS));
    const told = new Set<string>([...WORDS.map(([name]) => name), ...NEVER]);
    expect([...COMMON, ...RARER].sort()).toEqual([...told].filter((name) => !BY_NO_LABEL.includes(name)).sort());
  });

  test.each(Object.keys(LABELS))("labels in %s tell their classes, but for those that the page lists", (language) => {
    const missed = labels.filter((one) => one.language === language && !isRight(one.label, one.name));
    const listed = new RegExp(`^- ${language}: (.+)$`, "m").exec(page)?.[1] ?? "";
    expect(missed.map(({ label, name }) => `“${label}” (${name}, taken for ${found(label)})`).join("; ")).toBe(
      listed.replace(/[.;]$/, ""),
    );
  });

  test("the page says how many classes and labels there are, and how many are told", () => {
    const told = (some: typeof labels) => some.filter(({ label, name }) => isRight(label, name)).length;
    const figures = /of (\d+)\s+of the (\d+)\s+classes[^]*? Of (\d+)\s+labels (\d+)[^]*? Of (\d+)\s+others (\d+)/.exec(
      page,
    );
    expect(figures?.slice(1).map(Number)).toEqual([
      ...[COMMON.length + RARER.length, Object.keys(FIELD_CLASSES).length],
      ...[labels.length, told(labels), unseen.length, told(unseen)],
    ]);
  });

  test("fails closed: a label that is missed is taken for nothing less strict, and its class lets no value out", () => {
    const rank = (name: string): number => {
      const level = FIELD_CLASSES[name as FieldClass];
      return level === "never" ? Infinity : LEVELS[level];
    };
    const missed = [...labels, ...unseen].filter(({ label, name }) => !isRight(label, name));
    expect(missed.length).toBeGreaterThan(unseen.length / 4);
    for (const { label, name } of missed) {
      expect(rank(found(label)), label).toBeGreaterThanOrEqual(rank(name));
      const { verdict } = judge({ ...field(label), listed: false, mark: null }, [name], cleanText);
      expect(verdict, label).toMatch(/^(never|not allowed)$/);
    }
    // (control) where the label is told, the site's allowing its class lets the value out.
    expect(judge({ ...field("Website"), listed: false, mark: null }, ["url"], cleanText).verdict).toBe("allowed");
  });

  test("(control) a language without its words is missed", () => {
    learnWords(
      WORDS.map(([name, words, ...rest]) => [name, words.filter((word) => !/\p{Script=Hangul}/u.test(word)), ...rest]),
    );
    const missed = (language: string) =>
      labels.filter((one) => one.language === language && !isRight(one.label, one.name)).length;
    expect(missed("Korean")).toBeGreaterThan(40);
    expect(missed("Japanese")).toBe(0);
    learnWords(WORDS);
  });

  test("a word within another is none", () => {
    expect(found("Confirmation number")).not.toBe("organization");
  });

  test("negative control: a label of nothing sensitive is let out", () => {
    for (const label of ["Favourite colour", "Lieblingsfarbe", "色", "اللون"]) {
      expect(judge(field(label), [], cleanText).verdict, label).toBe("allowed");
    }
  });
});
