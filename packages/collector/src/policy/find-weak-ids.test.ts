import { describe, expect, it } from "vitest";
import { findSensitive } from "./find-sensitive.js";
import { WEAK_IDS } from "./weak-ids.js";

/** Published examples, a word that tells each, and one sign changed. */
const EXAMPLES: readonly (readonly [name: string, id: string, told: string, wrong: string])[] = [
  ["US SSN", "078051120", "Social Security:", "000051120"],
  ["GB NHS", "943 476 5919", "NHS no.", "943 476 5918"],
  ["CA SIN", "130 692 544", "SIN:", "130 692 545"],
  ["NL BSN", "111222333", "burgerservicenummer", "111222334"],
  ["PT NIF", "123456789", "Contribuinte n.º", "123456788"],
  ["DK CPR", "2110625629", "CPR", "3210625629"],
  ["DK CPR 2007", "2110625620", "cpr-nr.", "2113625620"],
  ["BG EGN", "7523169263", "ЕГН", "7523169264"],
  ["CZ RC", "7103192745", "rodné číslo", "7103192746"],
  ["EE LT IK", "37605030299", "isikukood", "37605030298"],
  ["AT SVNR", "1237 010180", "SVNR", "1236 010180"],
  ["GR AMKA", "01013099997", "ΑΜΚΑ", "01013099998"],
  ["GR AFM", "094259216", "ΑΦΜ:", "094259217"],
  ["HU TAJ", "111 111 110", "TAJ", "111 111 111"],
  ["HU TAX", "8071592153", "adóazonosító jel", "8071592152"],
  ["HR OIB", "33392005961", "OIB", "33392005962"],
  ["LV PK", "16117519997", "personas kods", "16117519998"],
  ["RO CNP", "1630615123457", "CNP:", "1630615123458"],
  ["SI EMSO", "0101006500006", "EMŠO", "0101006500007"],
  ["SE PNR", "8112189876", "personnummer", "8112189875"],
  ["IE PPS", "6433435F", "PPS number", "6433435E"],
  ["MT ID", "0123456M", "identity card", "0123456X"],
  ["CY TIC", "00123123T", "TIC", "00123123A"],
  ["TR TCKN", "17291716060", "T.C. Kimlik No:", "17291716061"],
  ["IN AADHAAR", "2341 2341 2346", "Aadhaar", "2341 2341 2347"],
  ["KR RRN", "971013-9019902".replace("-9", "-1"), "주민등록번호", "971313-1019902"],
  ["JP MYNUMBER", "1234 5678 9018", "マイナンバー", "1234 5678 9010"],
];

describe("national ids that many numbers look like", () => {
  it("have an example of each", () => {
    expect(EXAMPLES.map(([name]) => name)).toEqual(Object.keys(WEAK_IDS));
  });

  it.each(EXAMPLES)(
    "%s: %s is found behind its word, by its name, in its country, and not else",
    (name, id, told, wrong) => {
      const { class: kind = "national-id", countries, wordsOnly = false } = WEAK_IDS[name]!;
      const classes = (text: string, about = {}): string[] =>
        findSensitive(text, about).findings.map((finding) => finding.class);
      expect(classes(`${told} ${id}.`)).toEqual([kind]);
      expect(classes(id, { name: told })).toEqual([kind]);
      expect(classes(`it is ${id} I think`, { countries: countries.slice(0, 1) }).includes(kind)).toBe(!wordsOnly);
      // Not alone, not in another country, not with a wrong digit, and not as an order's, which stands nearer.
      expect(classes(id)).toEqual([]);
      expect(classes(id, { countries: ["FR"] })).not.toContain(kind);
      expect(classes(`${told} ${wrong}`)).not.toContain(kind);
      expect(classes(`order no. ${id}`, { countries: countries.slice(0, 1) })).toEqual([]);
      expect(classes(`${told}, order no. ${id}`)).toEqual([]);
    },
  );
});
