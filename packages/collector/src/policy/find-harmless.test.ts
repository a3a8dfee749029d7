import { describe, expect, it } from "vitest";
import { MADE, WRITTEN } from "../../test/harmless-texts.js";
import { random } from "../../test/random.js";
import { findSensitive } from "./find-sensitive.js";

const TIMES = 300;
const COUNTRIES = ["US", "GB", "DE", "NL"];
/** Of a hundred texts of a kind how many are taken for something: where no country is known, and in the country of the most. */
const MOST: Readonly<Record<string, readonly [alone: number, at: number]>> = {
  // One check digit, and an order's number that no word says so of.
  "order numbers of 9 and 10 digits": [0, 5],
  // Cards have 13 digits, and ids of four countries 11.
  "order numbers of 11 to 13 digits": [6, 7],
  "order numbers behind a word": [1, 1],
  "order numbers with letters": [7, 7],
  "articles' EAN": [7, 7],
  timestamps: [0, 2],
  "tracking numbers": [10, 10],
  UUIDs: [0.5, 0.5],
};

function share(texts: readonly string[], country?: string): [share: number, taken: string[]] {
  const taken = texts.flatMap((text) =>
    findSensitive(text, { name: "note", countries: country === undefined ? [] : [country] }).findings.map(
      (finding) => `${finding.class} ${text}`,
    ),
  );
  return [(100 * taken.length) / texts.length, taken];
}

describe("what is nobody's", () => {
  it.each(Object.entries(MADE))("is seldom taken for something: %s", (name, make) => {
    const from = random(11);
    const texts = Array.from({ length: TIMES }, () => make(from));
    const [alone, taken] = share(texts);
    const there = COUNTRIES.map((country) => [country, ...share(texts, country)] as const);
    const worst = there.reduce((most, each) => (each[1] > most[1] ? each : most));
    const [most, mostThere] = MOST[name] ?? [0, 0];
    expect(alone, taken.join("\n")).toBeLessThanOrEqual(most);
    expect(worst[1], worst[2].join("\n")).toBeLessThanOrEqual(mostThere);
  });

  it("is taken for nothing in texts of shops in fourteen languages, wherever they are read", () => {
    for (const country of [undefined, ...COUNTRIES, "FR", "BR", "CN", "JP", "KR", "TR", "RU", "PL", "ES", "PT", "IT"]) {
      expect(share(WRITTEN, country)[1], country).toEqual([]);
    }
  });
});
