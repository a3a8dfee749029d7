import { describe, expect, it } from "vitest";
import { governed } from "../../test/governed.js";
import { cleanText } from "./clean-text.js";
import { findSensitive } from "./find-sensitive.js";

const CODES: Readonly<Record<string, (text: string) => string>> = {
  percent: (text) => text.replace(/./gs, (sign) => `%${sign.charCodeAt(0).toString(16)}`),
  references: (text) => text.replace(/./gs, (sign) => `&#${sign.charCodeAt(0)};`),
  "references with zeros": (text) => text.replace(/./gs, (sign) => `&#x000${sign.charCodeAt(0).toString(16)};`),
  "references without an end": (text) => text.replace(/./gs, (sign) => `&#${sign.charCodeAt(0)}`),
  "escapes of JSON": (text) => text.replace(/./gs, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`),
  base64: (text) => Buffer.from(text).toString("base64"),
  base64url: (text) => Buffer.from(text).toString("base64url"),
};
const NAMES = Object.keys(CODES);
const classes = (text: string): string[] => [...new Set(findSensitive(text).findings.map((finding) => finding.class))];
const encode = (text: string, names: readonly string[]): string =>
  names.reduce((plain, name) => CODES[name]!(plain), text);

describe("what is encoded", () => {
  const two = NAMES.flatMap((inner) => NAMES.map((outer) => [inner, outer]));
  const three = two.flatMap((pair, at) => [[...pair, NAMES[at % NAMES.length]!]]);

  it("is found in every encoding, in each of two within each other, and in three", () => {
    for (const names of [...NAMES.map((name) => [name]), ...two, ...three]) {
      expect(classes(encode("pay 4111111111111111 now", names)), names.join(" in ")).toEqual(["payment-card"]);
    }
  });

  it("is not found with one digit changed", () => {
    // Not of references and repeated percent-encoding: their own digits may look like a card's, and are cut then.
    for (const names of [["percent"], ["base64"], ["base64url"], ["escapes of JSON"], ["percent", "base64"]]) {
      expect(classes(encode("pay 4111111111111112 now", names)), names.join(" in ")).toEqual([]);
    }
  });

  it("more often than three times is unknown, which is restricted and stands in no public column", () => {
    for (const names of three) {
      for (const outer of NAMES) {
        // One reading may take off two encodings, so some are read after all, and the number found.
        const text = encode("pay 4111111111111111 now", [...names, outer]);
        expect(classes(text), `${names.join(" in ")} in ${outer}`).not.toEqual([]);
      }
    }
    const often = encode("a harmless text", ["base64", "base64", "base64", "base64"]);
    expect(classes(often)).toEqual(["unknown"]);
    expect(cleanText(often, 256)).toEqual({ text: "[token]", cut: "unknown" });
    expect(governed({ type: "click", at: 1, role: "a", name: often }).sealed).toEqual({ restricted: { name: often } });
    // Negative control: three times is read, and harmless.
    const read = encode("a harmless text", ["base64", "base64", "base64"]);
    expect(governed({ type: "click", at: 1, role: "a", name: read }).sealed).toEqual({ internal: { name: read } });
  });

  it("is not seen in what looks encoded and is not", () => {
    for (const text of [
      "100%",
      "50%25 off",
      "a&#1",
      "C:\\users\\xavier",
      "&#99999999;",
      "e3b0c44298fc1c149afbf4c8996fb924",
    ])
      expect(classes(text), text).toEqual([]);
  });
});
