import { FIELD_CLASSES, LEVELS, type Level, type Treatment } from "@wayseal/protocol";
import { describe, expect, it } from "vitest";
import { decide } from "./decide.js";
import { mask } from "./mask.js";

describe("masks", () => {
  it.each([
    ["email", "jane.doe@gmail.com", "j•••@gmail.com"],
    ["email", "Jane@GMAIL.com", "J•••@gmail.com"],
    ["email", "jane@doe-family.example", "j•••@•••"],
    ["email", "j@gmail.com", "•••@gmail.com"],
    ["email", "'@gmail.com", "•••@gmail.com"],
    ["email", "not an address", "•••"],
    ["email", "a@b@gmail.com", "•••"],
    ["email", "", "•••"],
    ["phone", "+49 170 1234567", "•••67"],
    ["phone", "112", "•••"],
    ["phone", "", "•••"],
    ["name", "Jane Doe", "J•••"],
    ["name", "J", "•••"],
    ["name", "李小龙", "李•••"],
    ["name", "😀😀", "•••"],
    ["given-name", " jane ", "j•••"],
    ["street", "12 High Street", "•••"],
    ["iban", "DE89370400440532013000", "•••"],
    ["free-text", "anything", "•••"],
    ["unknown", "anything", "•••"],
    ["email", 5, "•••"],
    ["email", { a: 1 }, "•••"],
    ["name", null, "•••"],
    ["nonsense", "anything", "•••"],
  ])("%s %j is %s", (name, value, masked) => {
    expect(mask(name, value)).toBe(masked);
  });

  it("have one length for values of any length, in every class", () => {
    for (const name of Object.keys(FIELD_CLASSES)) {
      const lengths = new Set([10, 50, 500, 5000].map((length) => mask(name, "1".repeat(length)).length));
      expect(lengths.size, name).toBe(1);
      expect(new Set([2, 20, 200].map((n) => mask("email", `${"j".repeat(n)}@gmail.com`).length)).size).toBe(1);
    }
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
        const viewer = { id: "v", kind: "person", clearance, sites: "*" } as const;
        const { verdict, rule } = decide(viewer, { level, class: "email" });
        expect(verdict, `${clearance} ${level}`).toBe(VERDICTS[expected]);
        expect(rule.length).toBeGreaterThan(10);
        trials++;
      }
    }
    expect(trials).toBe(16);
  });

  it("is nothing at a level that is not known", () => {
    for (const level of ["secret", "", "constructor", "__proto__"]) {
      const viewer = { id: "v", kind: "person", clearance: "restricted", sites: "*" } as const;
      expect(decide(viewer, { level: level as Treatment, class: "x" }).verdict).toBe("withhold");
    }
  });
});
