import { describe, expect, it } from "vitest";
import { findIds, IDS } from "./find-ids.js";
import { findSensitive } from "./find-sensitive.js";

/** Published examples, and one sign changed. */
const EXAMPLES: readonly (readonly [string, string, string])[] = [
  ["GB NINO", "AB 12 34 56 C", "GB 12 34 56 C"],
  ["ES DNI", "12345678Z", "12345678A"],
  ["ES DNI", "X1234567L", "X1234567M"],
  ["IT CF", "RSSMRA85T10A562S", "RSSMRA85T10A562T"],
  ["FR NIR", "1 84 12 76 451 089 46", "1 84 12 76 451 089 47"],
  ["DE IdNr", "86095742719", "86095742718"],
  ["PL PESEL", "44051401359", "44051401358"],
  ["BE NRN", "85.07.30-033.28", "85.07.30-033.29"],
  ["SE PNR", "811218-9876", "811218-9875"],
  ["BR CPF", "529.982.247-25", "529.982.247-26"],
  ["BR CNPJ", "11.222.333/0001-81", "11.222.333/0001-82"],
  ["BR CNPJ", "12.ABC.345/01DE-35", "12.ABC.345/01DE-36"],
  ["CN RIN", "11010519491231002X", "110105194912310021"],
  ["DK CPR", "211062-5629", "211062-5628"],
  ["FI HETU", "131052-308T", "131052-308U"],
  ["CZ RC", "710319/2745", "710319/2746"],
  ["LV PK", "161175-19997", "161175-19998"],
  ["LU MAT", "1893120105732", "1893120105733"],
  ["DE RVNR", "15 070649 C 103", "15 070649 C 104"],
  ["NO FNR", "15108695088", "15108695087"],
  ["CH AHV", "756.9217.0769.85", "756.9217.0769.84"],
  ["MX CURP", "BOXW310820HNERXN09", "BOXW310820HNERXN08"],
  ["US ITIN", "912-90-3456", "912-93-3456"],
];
const ENCODINGS: readonly (readonly [string, (text: string) => string])[] = [
  ["as it is", (text) => text],
  ["JSON in JSON", (text) => JSON.stringify(JSON.stringify({ id: [text] }))],
  ["an address", (text) => `https://shop.example/?id=${encodeURIComponent(text)}`],
  ["percent-encoding, twice", (text) => text.replace(/./gs, (sign) => `%25${sign.charCodeAt(0).toString(16)}`)],
  ["character references", (text) => text.replace(/./gs, (sign) => `&#${sign.charCodeAt(0)};`)],
  ["base64", (text) => Buffer.from(`my id is ${text}`).toString("base64")],
  [
    "base64url in base64",
    (text) => Buffer.from(Buffer.from(`my id is ${text}`).toString("base64url")).toString("base64"),
  ],
];

describe("national ids", () => {
  it("have an example of each", () => {
    expect([...new Set(EXAMPLES.map(([name]) => name))]).toEqual(Object.keys(IDS));
  });

  it.each(EXAMPLES)("%s: %s is found however it is encoded, and %s is not", (_, id, wrong) => {
    const classes = (text: string): string[] => findSensitive(text).findings.map((finding) => finding.class);
    for (const [name, encode] of ENCODINGS) {
      expect(classes(encode(id)), name).toContain("national-id");
      expect(classes(encode(wrong)), `${name}: ${wrong}`).not.toContain("national-id");
    }
    expect(findIds(`${id}7`), "part of something longer").toEqual([]);
  });

  it("are not seen in 99 of 100 random numbers", () => {
    let seed = 7;
    const digit = (): number => (seed = (seed * 48271) % 2147483647) % 10;
    for (const length of [6, 8, 9, 10, 12, 13, 14, 16]) {
      const taken = Array.from({ length: 1000 }, () => Array.from({ length }, digit).join("")).filter(
        (text) => findIds(text).length > 0,
      );
      expect(taken.length, `${length} digits`).toBeLessThanOrEqual(10);
    }
  });

  it("are not seen in order numbers, times, versions, UUIDs and prices", () => {
    for (const text of [
      "order 100-2345678-1234567",
      "SKU AB-1234-C",
      "1Z999AA10123456784",
      "2026-11-26T17:20:00.123Z",
      "3f2b8c1e-9d4a-4b6f-8e2a-1c3d5e7f9a0b",
      "v10.20.30-rc.1",
      "1.234.567,89 EUR",
    ])
      expect(findIds(text), text).toEqual([]);
  });
});
