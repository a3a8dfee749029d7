import type { JsonValue } from "@wayseal/protocol";
import { afterAll, describe, expect, it, vi } from "vitest";
import { type ContentValue, KINDS } from "../../test/content-values.js";
import { random } from "../../test/random.js";
import type { Ruling } from "./class-rules.js";
import { isCard } from "./find-cards.js";
import type { About } from "./content-words.js";
import type * as Governing from "./govern-value.js";
import { governValue } from "./govern-value.js";

/** Ids of the European Union's members, and of countries without a pack, come less often: there are many. */
const OTHERS = /^(?:AT|BE|BG|CH|CY|CZ|DE|DK|EE|ES|FI|FR|GR|HR|HU|IE|IN|IT|JP|KR|LU|LV|MT|MX|NL|NO|PL|PT|RO|SE|SI|TR) /;
const RULING: Ruling = { treatment: "internal", class: "choice", rule: "default", form: "as-is" };

/** Ways to hide a text in a value: each is one encoding or nesting. */
const HIDDEN: readonly ((text: string) => JsonValue)[] = [
  (text) => text,
  (text) => `https://shop.example/a?q=${encodeURIComponent(text)}&page=2`,
  (text) => `/a/${encodeURIComponent(text)}/b`,
  (text) => Buffer.from(`so it is: ${text}`).toString("base64"),
  (text) => Buffer.from(`so it is: ${text}`).toString("base64url"),
  (text) => text.replace(/[^A-Za-z ]/gu, (sign) => `&#${sign.codePointAt(0)};`),
  (text) => text.replace(/./gsu, (sign) => `&#x${sign.codePointAt(0)!.toString(16)};`),
  (text) => JSON.stringify({ a: [{ b: text }] }),
  (text) => JSON.stringify(JSON.stringify({ a: text })),
  (text) => ({ a: { b: [1, { c: text }] } }),
  (text) => [[text], "harmless"],
  (text) => `it said ${text}, I think`,
];

/** The classes that governing a value asks for by content. */
function classesIn(value: JsonValue, about: About, govern: typeof Governing.governValue): Set<string> {
  const classes = new Set<string>();
  const of = (name: string): Ruling => (classes.add(name), { ...RULING, class: name, treatment: "restricted" });
  govern(value, RULING, false, { rules: { of, named: () => null }, hash: () => "", about });
  return classes;
}

function isFound({ class: name, value, word, country }: ContentValue, way: number, govern = governValue): boolean {
  const hide = HIDDEN[way % HIDDEN.length]!;
  // A word stands before the value, or is the name of what holds it.
  const isNamed = word !== undefined && way % 3 === 0;
  const text = word === undefined || isNamed ? value : `${word} ${value}`;
  const classes = classesIn(
    hide(text),
    { name: isNamed ? word : "note", countries: country === undefined ? [] : [country] },
    govern,
  );
  // A number with a card's length, first digits and sum is taken for one, which is stricter.
  return classes.has(name) || (classes.has("payment-card") && isCard(value.replace(/\D/g, "")));
}

describe("of 1,000 random valid values of each kind, each in one of twelve encodings and nestings", () => {
  it.each(KINDS)("all are found and classed: $name", ({ name, make }) => {
    const from = random(name.length * 7919 + name.charCodeAt(0));
    const missed: string[] = [];
    for (let time = 0; time < (OTHERS.test(name) ? 60 : 1000); time++) {
      const value = make(from);
      const way = from.int(1 << 16);
      if (!isFound(value, way))
        missed.push(`${JSON.stringify(value)} ${JSON.stringify(HIDDEN[way % HIDDEN.length]!(value.value))}`);
    }
    expect(missed.slice(0, 5), `${missed.length} missed`).toEqual([]);
  });
});

describe("the negative control", () => {
  const RULES = ["cards", "ibans", "phones", "ips", "birthdays", "coordinates", "ids", "weak-ids"];
  afterAll(() => vi.resetModules());

  it("finds nearly none of them with the rule taken out", async () => {
    vi.resetModules();
    for (const rule of RULES) {
      const name = `find${rule
        .split("-")
        .map((word) => word[0]!.toUpperCase() + word.slice(1))
        .join("")}`;
      vi.doMock(`./find-${rule}.js`, async (original) => ({ ...(await original<object>()), [name]: () => [] }));
    }
    const { governValue: without } = await import("./govern-value.js");
    for (const rule of RULES) vi.doUnmock(`./find-${rule}.js`);
    for (const { name, make } of KINDS) {
      // These are patterns within find-sensitive.ts, which find-sensitive.test.ts holds to their signs.
      if (["e-mail", "JSON web token", "API key", "US SSN hyphens"].includes(name)) continue;
      const from = random(5);
      const found = Array.from({ length: 40 }, () => isFound(make(from), from.int(1 << 16), without));
      expect(found.filter(Boolean).length, name).toBeLessThan(4);
    }
  });
});
