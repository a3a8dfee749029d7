import { aViewer } from "../../test/a-viewer.js";
import { FIELD_CLASSES, LEVELS, type Level, type Treatment } from "@wayseal/protocol";
import { describe, expect, it } from "vitest";
import { decide } from "./decide.js";
import { mask } from "./mask.js";

describe("masks", () => {
  it.each([
    ["email", "jane.doe@gmail.com", "j•••@gmail.com"],
    ["email", "Jane@GMAIL.com", "J•••@gmail.com"],
    ["email", "jane@doe-family.example", "j•••@•••"],
    ["email", "j@gmail.com", "j•••@gmail.com"],
    ["email", "'@gmail.com", "•••@gmail.com"],
    ["email", "not an address", "•••"],
    ["email", "a@b@gmail.com", "•••"],
    ["email", "", "•••"],
    ["phone", "+49 170 1234567", "•••67"],
    ["phone", "112", "•••"],
    ["phone", "", "•••"],
    ["name", "Jane Doe", "J•••"],
    ["name", "J", "J•••"],
    ["name", "李小龙", "李•••"],
    ["name", "😀😀", "•••"],
    ["given-name", " jane ", "j•••"],
    ["street", "12 High Street", "•••"],
    ["iban", "DE89370400440532013000", "DE•••"],
    ["iban", "not one", "•••"],
    ["birthday", "1984-03-12", "1984-••-••"],
    ["birthday", "12.03.1984", "1984-••-••"],
    ["birthday", "3/12/84", "•••"],
    ["birthday", "1936-01-01", "•••"],
    ["birthday", "1937-01-01", "1937-••-••"],
    ["birthday", "2031-01-01", "•••"],
    ["birthday", "19840312", "•••"],
    ["birthday", "1984 or 1985", "•••"],
    ["date", "1901-01-01", "1901-••-••"],
    ["free-text", "anything", "•••"],
    ["unknown", "anything", "•••"],
    ["email", 5, "•••"],
    ["email", { a: 1 }, "•••"],
    ["name", null, "•••"],
    ["nonsense", "anything", "•••"],
  ])("%s %j is %s", (name, value, masked) => {
    expect(mask(name, value, { now: Date.UTC(2026, 5, 1) })).toBe(masked);
  });

  it.each([
    ["94105", "US", "941••"],
    ["94105-1234", "US", "941••"],
    ["941051234", "US", "941••"],
    // 45 CFR 164.514(b)(2)(i)(B): fewer than 20,000 people share these three digits.
    ["03601", "US", "000••"],
    ["05901-2222", "US", "000••"],
    ["89310", "US", "000••"],
    ["20500", "US", "000••"],
    ["9410", "US", "•••"],
    ["941051", "US", "•••"],
    // Elsewhere three digits of five may name a village.
    ["94105", "US-CA", "941••"],
    ["94105", "US-CA US-NY", "941••"],
    ["94105", "US DE", "•••"],
    ["94105", "DE", "•••"],
    ["94105", undefined, "•••"],
    ["SW1A 1AA", "GB", "•••"],
  ])("postal code %s in %s is %s", (value, country, masked) => {
    expect(mask("postal-code", value, { country })).toBe(masked);
  });

  it("hide the three digits of every area that the rule's guidance lists, and of no common one", () => {
    const listed = "036 059 063 102 203 556 692 790 821 823 830 831 878 879 884 890 893".split(" ");
    for (const zip3 of listed) expect(mask("postal-code", `${zip3}01`, { country: "US" }), zip3).toBe("000••");
    for (const zip3 of ["100", "606", "900", "331", "770"]) {
      expect(mask("postal-code", `${zip3}01`, { country: "US" })).toBe(`${zip3}••`);
    }
  });

  it("have one length for values of any length, in every class", () => {
    const lengths = [1, 2, 3, 6, 7, 10, 50, 500, 5000];
    for (const name of Object.keys(FIELD_CLASSES)) {
      // Of a phone number below seven digits nothing is shown.
      const tried = name === "phone" ? lengths.filter((length) => length >= 7) : lengths;
      for (const letter of ["1", "j"]) {
        expect(new Set(tried.map((length) => mask(name, letter.repeat(length)))).size, name).toBe(1);
      }
    }
    expect(new Set(lengths.map((n) => mask("email", `${"j".repeat(n)}@gmail.com`)))).toEqual(
      new Set(["j•••@gmail.com"]),
    );
    expect([1, 6, 7].map((n) => mask("phone", "1".repeat(n)))).toEqual(["•••", "•••", "•••11"]);
  });
});

describe("what a viewer sees", () => {
  /** Written apart from the code: rows are clearances, columns levels. s shown, m masked, w withheld. */
  const TABLE: Record<Level, Record<Treatment, "s" | "m" | "w">> = {
    public: { internal: "m", confidential: "w", restricted: "w", never: "w" },
    internal: { internal: "s", confidential: "m", restricted: "w", never: "w" },
    confidential: { internal: "s", confidential: "s", restricted: "m", never: "w" },
    restricted: { internal: "s", confidential: "s", restricted: "s", never: "w" },
  };
  const VERDICTS = { s: "show", m: "mask", w: "withhold" } as const;

  it("is as the table says, for every clearance and level", () => {
    let trials = 0;
    for (const clearance of Object.keys(LEVELS) as Level[]) {
      for (const [level, expected] of Object.entries(TABLE[clearance]) as [Treatment, "s" | "m" | "w"][]) {
        const viewer = aViewer({ clearance });
        const { verdict, rule } = decide(viewer, { verb: "read-journeys", site: "shop", level, class: "email" });
        expect(verdict, `${clearance} ${level}`).toBe(VERDICTS[expected]);
        expect(rule.length).toBeGreaterThan(10);
        trials++;
      }
    }
    expect(trials).toBe(16);
  });

  it("is nothing at a level that is not known", () => {
    for (const level of ["secret", "", "constructor", "__proto__"]) {
      const viewer = aViewer();
      expect(decide(viewer, { verb: "read-journeys", site: "shop", level, class: "email" }).verdict).toBe("withhold");
    }
  });
});
