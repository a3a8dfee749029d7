import { IDS } from "../src/policy/find-ids.js";
import { WEAK_IDS } from "../src/policy/weak-ids.js";
import { type ContentValue, digits, type Kind, letters, pick, type Random, two } from "./content-values.js";

/** How each id is written: D a digit, A a letter; `yymmdd` and `ddmmyy` days. What does not pass its check is drawn anew. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  "GB NINO": ["AADDDDDDB", "AA DD DD DD B"],
  "ES DNI": ["DDDDDDDDA", "XDDDDDDDA"],
  "IT CF": ["AAAAAADDMDDADDDA"],
  "FR NIR": ["1DD01DDDDDDDDDD", "2 DD 07 DD DDD DDD DD"],
  "DE IdNr": ["DDDDDDDDDDD", "DD DDD DDD DDD"],
  "PL PESEL": ["yymmddDDDDD"],
  "BE NRN": ["yymmddDDDDD", "yy.mm.dd-DDD.DD"],
  "SE PNR": ["yymmdd-DDDD", "19yymmdd-DDDD"],
  "BR CPF": ["DDD.DDD.DDD-DD", "DDDDDDDDDDD"],
  "BR CNPJ": ["DD.DDD.DDD/0001-DD", "AD.ADA.DDD/00AD-DD"],
  "CN RIN": ["110105" + "19yymmdd" + "DDDD", "440305" + "19yymmdd" + "DDDX"],
  "DK CPR": ["ddmmyy-DDDD"],
  "FI HETU": ["ddmmyy-DDDD", "ddmmyyADDDA", "ddmmyy-DDDA"],
  "CZ RC": ["yymmdd/DDDD"],
  "LV PK": ["ddmmyy-DDDDD"],
  "LU MAT": ["19yymmddDDDDD"],
  "DE RVNR": ["DDddmmyyADDD", "DD ddmmyy A DDD"],
  "NO FNR": ["ddmmyyDDDDD", "ddmmyy DDDDD"],
  "CH AHV": ["756.DDDD.DDDD.DD", "756DDDDDDDDDD"],
  "MX CURP": ["GACZyymmddHTCRNN0D"],
  "US ITIN": ["9DD-7D-DDDD"],
  "US SSN": ["DDDDDDDDD", "DDD DD DDDD"],
  "GB NHS": ["DDDDDDDDDD", "DDD DDD DDDD", "DDD-DDD-DDDD"],
  "CA SIN": ["DDDDDDDDD", "DDD DDD DDD", "DDD-DDD-DDD"],
  "NL BSN": ["DDDDDDDDD", "DDDD.DD.DDD"],
  "PT NIF": ["DDDDDDDDD", "DDD DDD DDD"],
  "DK CPR 2007": ["ddmmyyDDDD"],
  "BG EGN": ["yymmddDDDD"],
  "EE LT IK": ["3yymmddDDDD", "4yymmddDDDD"],
  "AT SVNR": ["DDDDddmmyy", "DDDD ddmmyy"],
  "GR AMKA": ["ddmmyyDDDDD"],
  "GR AFM": ["DDDDDDDDD"],
  "HU TAJ": ["DDDDDDDDD", "DDD DDD DDD"],
  "HU TAX": ["8DDDDDDDDD"],
  "HR OIB": ["DDDDDDDDDDD"],
  "RO CNP": ["1yymmddDDDDDD", "2yymmddDDDDDD"],
  "SI EMSO": ["ddmm9DDDDDDDD"],
  "IE PPS": ["DDDDDDDA", "DDDDDDDAA"],
  "MT ID": ["DDDDDDDM", "DDDDDDDG"],
  "CY TIC": ["DDDDDDDDA"],
  "TR TCKN": ["DDDDDDDDDDD"],
  "IN AADHAAR": ["DDDD DDDD DDDD", "DDDDDDDDDDDD"],
  "KR RRN": ["yymmdd-1DDDDDD", "yymmdd-2DDDDDD"],
  "JP MYNUMBER": ["DDDD DDDD DDDD", "DDDDDDDDDDDD"],
};
/** Without the hyphen or slash that tells them alone. */
const BARE: Readonly<Record<string, readonly string[]>> = {
  "DK CPR": ["ddmmyyDDDD", "ddmmyy DDDD"],
  "CZ RC": ["yymmddDDDD"],
  "LV PK": ["ddmmyyDDDDD"],
  "SE PNR": ["19yymmddDDDD", "yymmddDDDD"],
};
/** Words before ids that are weak. */
export const TOLD: Readonly<Record<string, string>> = {
  ...{ "US SSN": "SSN", "GB NHS": "NHS no.", "CA SIN": "SIN:", "NL BSN": "BSN", "PT NIF": "NIF", "DK CPR": "CPR" },
  ...{ "DK CPR 2007": "CPR-nr.", "BG EGN": "ЕГН", "CZ RC": "rodné číslo", "EE LT IK": "isikukood", "AT SVNR": "SVNR" },
  ...{ "GR AMKA": "AMKA", "GR AFM": "ΑΦΜ", "HU TAJ": "TAJ", "HU TAX": "adóazonosító", "HR OIB": "OIB" },
  ...{ "LV PK": "personas kods", "RO CNP": "CNP", "SI EMSO": "EMŠO", "SE PNR": "personnummer", "IE PPS": "PPS" },
  ...{ "MT ID": "identity card", "CY TIC": "TIC", "TR TCKN": "T.C. Kimlik No", "IN AADHAAR": "Aadhaar" },
  ...{ "KR RRN": "주민등록번호", "JP MYNUMBER": "マイナンバー" },
};

function filled(from: Random, written: string): string {
  const [year, month, day] = [two(from.int(100)), two(1 + from.int(12)), two(1 + from.int(28))];
  return written
    .replace("yy", year)
    .replace("mm", month)
    .replace("dd", day)
    .replace(/[DAMB]/g, (sign) =>
      sign === "D"
        ? digits(from, 1)
        : letters(from, 1, sign === "M" ? "ABCDEHLMPRST" : sign === "B" ? "ABCD" : undefined),
    );
}

/** @returns The value with its last two digits such that it passes, as it is where it does, or null where none do. */
function passing(value: string, check: (id: string) => boolean): string | null {
  const id = value.replace(/[^A-Za-z\d]/g, "").toUpperCase();
  if (check(id)) return value;
  const [, start = "", tenth, between = "", unit, letter = ""] = /^(.*)(\d)(\D?)(\d)([A-Z]?)$/i.exec(value) ?? [];
  if (tenth === undefined) return null;
  const bare = id.slice(0, id.length - 2 - letter.length - (/[A-Z]/i.test(between) ? 1 : 0));
  const kept = /[A-Z]/i.test(between) ? between : "";
  for (let tries = 0, ending = Number(tenth + unit!); tries < 100; tries++, ending = (ending + 37) % 100) {
    const [first, second] = two(ending) as unknown as [string, string];
    if (check(`${bare}${first}${kept}${second}${letter}`)) return `${start}${first}${between}${second}${letter}`;
  }
  return null;
}

export function strongId(name: string): Kind {
  const [shape, check] = IDS[name]!;
  const whole = new RegExp(`^(?:${shape.source})$`, shape.flags.replace("g", ""));
  const make = (from: Random): ContentValue => {
    for (;;) {
      const value = passing(filled(from, pick(from, WRITTEN[name]!)), check);
      if (value !== null && whole.test(value)) return { class: "national-id", value };
    }
  };
  return { name, make };
}

export function weakId(name: string): Kind {
  const { shape, check, class: kind = "national-id", countries, wordsOnly } = WEAK_IDS[name]!;
  const make = (from: Random): ContentValue => {
    for (;;) {
      const value = passing(filled(from, pick(from, BARE[name] ?? WRITTEN[name]!)), check);
      if (value === null || !shape.test(value)) continue;
      const isTold = wordsOnly === true || from.int(2) === 0;
      return { class: kind, value, ...(isTold ? { word: TOLD[name]! } : { country: pick(from, countries) }) };
    }
  };
  return { name: BARE[name] === undefined ? name : `${name} bare`, make };
}
