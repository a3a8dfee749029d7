import { describe, expect, it } from "vitest";
import type { LookupClass } from "./classes.js";
import { normaliseValue } from "./normalise-value.js";

describe("a value in one form", () => {
  it.each<[LookupClass, string, string | undefined, string | null]>([
    ["email", "ann@example.com", undefined, "ann@example.com"],
    ["email", "  Ann@EXAMPLE.com\n", undefined, "ann@example.com"],
    ["email", "mailto:ann@example.com", undefined, "ann@example.com"],
    ["email", "ａｎｎ@example.com", undefined, "ann@example.com"],
    ["email", "a\u200bnn@example.com", undefined, "ann@example.com"],
    ["email", "ann@bücher.example", undefined, "ann@xn--bcher-kva.example"],
    ["email", "ann+tag@example.com", undefined, "ann+tag@example.com"],
    ["email", "a.n.n@gmail.com", undefined, "a.n.n@gmail.com"],
    ["email", "write to ann@example.com", undefined, null],
    ["email", "ann@localhost", undefined, null],
    ["email", "ann", undefined, null],
    ["email", "", undefined, null],
    ["email", `${"a".repeat(300)}@example.com`, undefined, null],
    ["phone", "+49 (0)30 901820", undefined, "+4930901820"],
    ["phone", "tel:+49-30-901820", undefined, "+4930901820"],
    ["phone", "030 / 90 18 20", "DE", "+4930901820"],
    ["phone", "030 / 90 18 20", "de", "+4930901820"],
    ["phone", "+4930901820", "US", "+4930901820"],
    ["phone", "(202) 456-1414", "US", "+12024561414"],
    ["phone", "٠٣٠ ٩٠١٨٢٠", "DE", "+4930901820"],
    // Whose 030 is it?
    ["phone", "030 901820", undefined, null],
    ["phone", "030 901820", "XX", null],
    ["phone", "call +49 30 901820", "DE", null],
    ["phone", "12", "DE", null],
    ["user-id", " 4711 ", undefined, "4711"],
    ["user-id", "Ann", undefined, "Ann"],
    ["user-id", "ann", undefined, "ann"],
    ["user-id", " ", undefined, null],
  ])("%s %j of %s is %j", (name, value, country, wanted) => {
    expect(normaliseValue(name, value, country)).toBe(wanted);
  });
});
