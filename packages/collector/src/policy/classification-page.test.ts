import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { IDS } from "./find-ids.js";
import { CONTENT_CLASSES, findSensitive } from "./find-sensitive.js";
import { WEAK_IDS } from "./weak-ids.js";

const page = readFileSync(new URL("../../../../docs/classification.md", import.meta.url), "utf8");
const section = page.slice(page.indexOf("## In the collector"));
/** Class, how it is told, examples alone, behind a word, in a country, what it misses. */
const table = section.split("\n\n").find((block) => block.startsWith("| class "))!;
const rows = table
  .split("\n")
  .slice(2)
  .map((line) =>
    line
      .slice(1, -1)
      .split(" | ")
      .map((cell) => cell.trim()),
  );
const codes = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
const classes = (text: string, about = {}): string[] =>
  findSensitive(text, about).findings.map((finding) => finding.class);

describe("docs/classification.md", () => {
  it("has a row for every class that content tells, and no other", () => {
    expect(rows.map(([name]) => name).sort()).toEqual([...CONTENT_CLASSES].sort());
    for (const row of rows) expect(row, row[0]).toHaveLength(6);
  });

  it.each(rows)("says of %s what tells it alone, behind a word and in its country", (name = "", _, ...cells) => {
    const [alone = "", worded = "", country = ""] = cells;
    for (const example of codes(alone)) expect(classes(example), example).toContain(name);
    if (worded !== "") {
      const [word = "", value = ""] = codes(worded);
      expect(classes(`${word} ${value}`)).toContain(name);
      expect(classes(value)).not.toContain(name);
    }
    if (country !== "") {
      const [value = ""] = codes(country);
      expect(classes(value, { countries: /\((\w\w)\)/.exec(country)?.slice(1) })).toContain(name);
      expect(classes(value)).not.toContain(name);
    }
  });

  it("names every national id, with what it takes", () => {
    const [, alone = "", told = "", worded = ""] =
      /these alone:([^]*?)These take a word or[^:]*:([^]*?)And these a word:([^]*?)\n\n/.exec(section) ?? [];
    const names = (text: string): string[] =>
      text
        .replace(/, and the[^]*/, "")
        .split(/[,.]/)
        .map((id) => id.trim().replace(/\s+/g, " "))
        .filter((id) => id !== "");
    const weak = Object.keys(WEAK_IDS);
    expect(names(alone)).toEqual(Object.keys(IDS));
    expect(names(told)).toEqual(weak.filter((id) => WEAK_IDS[id]!.wordsOnly !== true));
    expect(names(worded)).toEqual(weak.filter((id) => WEAK_IDS[id]!.wordsOnly === true));
  });
});
